// What each role may do, in words: a row a right, a column a role.
import type { Permission, Role } from '../../gateway/web/contract.ts';
import type { Page } from '../api.ts';
import { useWords } from '../language.ts';
import { Answered } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';

interface RoleRow {
  readonly role: Role;
  readonly permissions: readonly Permission[];
}

export function RolesTable() {
  const { t } = useWords();
  const answer = useAnswer<Page<RoleRow>>('/people/roles');
  return (
    <Answered answer={answer}>
      {({ items }) => {
        const rights = [...new Set(items.flatMap(({ permissions }) => permissions))];
        return (
          <div className="stack" data-testid="roles">
            <p className="quiet">{t('org.roles-detail')}</p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: nothing in it takes the focus, and the keyboard must be able to scroll it */}
            <section className="table-box panel" aria-label={t('org.roles')} tabIndex={0}>
              <table className="table roles" aria-label={t('org.roles')}>
                <thead>
                  <tr>
                    <th scope="col">{t('org.right')}</th>
                    {items.map(({ role }) => (
                      <th key={role} scope="col">
                        {t(`role.${role}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rights.map((right) => (
                    <tr key={right}>
                      <th scope="row">{t(`permission.${right}`)}</th>
                      {items.map(({ role, permissions }) => (
                        <td key={role}>
                          {permissions.includes(right) ? (
                            <span>
                              <span aria-hidden="true">●</span>
                              <span className="hidden-text">{t('org.may')}</span>
                            </span>
                          ) : (
                            <span className="quiet">
                              <span aria-hidden="true">–</span>
                              <span className="hidden-text">{t('org.may-not')}</span>
                            </span>
                          )}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </section>
          </div>
        );
      }}
    </Answered>
  );
}
