// Who works where: the organisations as the tree of places, and below each the people whose scope it is.
import { Tree } from 'antd';
import { useMemo, useRef } from 'react';
import type { Person, Place } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { useHeight } from '../use-height.ts';
import { type OrgNode, organisations } from './organisations.ts';

interface Props {
  readonly places: readonly Place[];
  readonly people: readonly Person[];
  readonly edit: (person: Person) => void;
}

export function OrgTree({ places, people, edit }: Props) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const height = useHeight(box, 560);
  const roots = useMemo(() => organisations(places, people), [places, people]);
  const open = useMemo(() => staffed(roots), [roots]);
  return (
    <div ref={box} className="panel org-tree" data-testid="org-tree">
      <Tree<OrgNode>
        aria-label={t('org.title')}
        treeData={roots}
        height={Math.max(300, height - 16)}
        itemHeight={44}
        blockNode
        defaultExpandedKeys={open}
        selectedKeys={[]}
        onSelect={(_, { node }) => {
          if (node.person !== null) edit(node.person);
        }}
        titleRender={(node) =>
          node.person === null ? (
            <span className="org-place">
              <strong>{node.title}</strong>{' '}
              <span className="quiet numbers">
                {t(`place-kind.${node.kind}`)} · {node.below > 0 ? t('org.people', { n: node.below }) : t('org.nobody')}
              </span>
            </span>
          ) : (
            <span className="org-person" data-disabled={node.person.disabled}>
              {node.title} <span className="chip faint">{t(`role.${node.person.role}`)}</span>{' '}
              {node.person.disabled ? <span className="chip hatched">{t('person.disabled')}</span> : null}
            </span>
          )
        }
      />
    </div>
  );
}

/** The places above everybody: at first the whole staff is in sight. */
function staffed(nodes: readonly OrgNode[]): string[] {
  return nodes.flatMap((node) => (node.person === null && node.below > 0 ? [node.key, ...staffed(node.children)] : []));
}
