// The file of a unit as a form: legal data, who is responsible, systems, contracts, certificates.
import { Form, Input, Switch } from 'antd';
import type { UnitFile } from '../../gateway/web/place-file-contract.ts';
import type { UnitView } from '../../gateway/web/unit-contract.ts';
import { useFields } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { FileDrawer } from './file-drawer.tsx';
import { ChoiceField, DayField, TextField } from './file-fields.tsx';
import { CERTIFICATE_KINDS, CONTACT_ROLES, CONTRACT_KINDS, NO_UNIT_FILE, SYSTEMS, type UnitValues, unitFileOf } from './file-values.ts';
import { ItemList } from './item-list.tsx';
import { useFileForm } from './use-file-form.ts';

/** As the gateway asks it. */
const PHONE = /^\s*\+?\d[\d -]{3,18}\d\s*$/;
const CREDIT_CODE = /^\s*[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{18}\s*$/;

interface Props {
  readonly unit: UnitView;
  readonly close: () => void;
  readonly onSaved: () => void;
}

export function UnitForm({ unit, close, onSaved }: Props) {
  const { t } = useWords();
  const form = useFields<UnitValues>();
  const edited = useFileForm<UnitFile>({ path: `/units/${encodeURIComponent(unit.id)}` }, unit, NO_UNIT_FILE);
  return (
    <FileDrawer<UnitFile, UnitValues>
      title={t('file.edit', { name: unit.name })}
      form={form}
      edited={edited}
      fileOf={unitFileOf}
      valuesOf={(file) => file as UnitValues}
      close={close}
      onSaved={onSaved}
    >
      <div className="item-fields">
        <TextField name="legalName" label="file-field.legalName" longest={120} wide testId="unit-legal-name" />
        <TextField name="address" label="file-field.address" longest={200} wide testId="unit-address" />
        <TextField
          name="creditCode"
          label="file-field.creditCode"
          longest={20}
          pattern={CREDIT_CODE}
          hint={t('file.credit-code-form')}
          testId="unit-credit-code"
        />
        <Form.Item name="isKeyUnit" label={t('file-field.isKeyUnit')} valuePropName="checked">
          <Switch data-testid="unit-key" />
        </Form.Item>
      </div>
      <ItemList
        name="contacts"
        title="file-field.contacts"
        add={t('file.add-contact')}
        blank={{ role: 'responsible', name: '', phone: '' }}
      >
        {(nth) => (
          <>
            <ChoiceField
              name={[nth, 'role']}
              label="file-field.role"
              required
              among={CONTACT_ROLES.map((role) => ({ value: role, label: t(`contact-role.${role}`) }))}
            />
            <TextField name={[nth, 'name']} label="file-field.name" required longest={120} testId="contact-name" />
            <TextField
              name={[nth, 'phone']}
              label="file-field.phone"
              longest={24}
              pattern={PHONE}
              hint={t('file.phone-form')}
              testId="contact-phone"
            />
          </>
        )}
      </ItemList>
      <ItemList
        name="certificates"
        title="file-field.certificates"
        add={t('file.add-certificate')}
        blank={{ kind: 'inspection', name: '', number: '' }}
      >
        {(nth) => (
          <>
            <ChoiceField
              name={[nth, 'kind']}
              label="file-field.kind"
              required
              among={CERTIFICATE_KINDS.map((kind) => ({ value: kind, label: t(`certificate.${kind}`) }))}
            />
            <TextField name={[nth, 'name']} label="file-field.name" required longest={120} testId="certificate-name" />
            <TextField name={[nth, 'number']} label="file-field.number" longest={60} />
            <DayField name={[nth, 'issued']} label="file-field.issued" />
            <DayField name={[nth, 'expires']} label="file-field.expires" testId="certificate-expires" />
          </>
        )}
      </ItemList>
      <ItemList name="contracts" title="file-field.contracts" add={t('file.add-contract')} blank={{ kind: 'maintenance', party: '' }}>
        {(nth) => (
          <>
            <ChoiceField
              name={[nth, 'kind']}
              label="file-field.kind"
              required
              among={CONTRACT_KINDS.map((kind) => ({ value: kind, label: t(`contract.${kind}`) }))}
            />
            <TextField name={[nth, 'party']} label="file-field.party" required longest={120} testId="contract-party" />
            <DayField name={[nth, 'from']} label="file-field.from" />
            <DayField name={[nth, 'to']} label="file-field.to" testId="contract-to" />
          </>
        )}
      </ItemList>
      <ItemList name="systems" title="file-field.systems" add={t('file.add-system')} blank={{ system: 'smoke', note: '' }}>
        {(nth) => (
          <>
            <ChoiceField
              name={[nth, 'system']}
              label="file-field.system"
              required
              among={SYSTEMS.map((system) => ({ value: system, label: t(`system.${system}`) }))}
            />
            <TextField name={[nth, 'note']} label="file-field.note" longest={200} />
            <DayField name={[nth, 'installed']} label="file-field.installed" />
          </>
        )}
      </ItemList>
      <Form.Item name="note" label={t('file-field.note')}>
        <Input.TextArea rows={2} maxLength={1_000} data-testid="file-note" />
      </Form.Item>
    </FileDrawer>
  );
}
