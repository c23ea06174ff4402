// The file of a building as a form: what it is, its worst hydrant, its tanks.
import { Form, Input } from 'antd';
import type { BuildingFile } from '../../gateway/web/place-file-contract.ts';
import type { BuildingView } from '../../gateway/web/unit-contract.ts';
import { useFields } from '../form-problems.ts';
import { useWords } from '../language.ts';
import { FileDrawer } from './file-drawer.tsx';
import { ChoiceField, NumberField, TextField } from './file-fields.tsx';
import { BUILDING_USES, type BuildingValues, buildingFileOf, buildingValuesOf, NO_BUILDING_FILE, TANK_KINDS } from './file-values.ts';
import { ItemList } from './item-list.tsx';
import { useFileForm } from './use-file-form.ts';

type Devices = BuildingView['choices']['pressure'];

interface Props {
  readonly building: BuildingView;
  readonly close: () => void;
  readonly onSaved: () => void;
}

export function BuildingForm({ building, close, onSaved }: Props) {
  const { t } = useWords();
  const form = useFields<BuildingValues>();
  const edited = useFileForm<BuildingFile>({ path: `/buildings/${encodeURIComponent(building.id)}` }, building, NO_BUILDING_FILE);
  const choices = (devices: Devices) => devices.map(({ id, name, place }) => ({ value: id, label: `${place} · ${name}` }));
  return (
    <FileDrawer<BuildingFile, BuildingValues>
      title={t('file.edit', { name: building.name })}
      form={form}
      edited={edited}
      fileOf={buildingFileOf}
      valuesOf={buildingValuesOf}
      close={close}
      onSaved={onSaved}
    >
      <p className="quiet position-hint">{t('file.high-rise-rule')}</p>
      <div className="item-fields">
        <ChoiceField
          name="use"
          label="file-field.use"
          among={BUILDING_USES.map((use) => ({ value: use, label: t(`use.${use}`) }))}
          testId="building-use"
        />
        <NumberField name="heightM" label="file-field.heightM" lowest={0.1} highest={1_000} unit="m" testId="building-height" />
        <NumberField name="floorsAbove" label="file-field.floorsAbove" lowest={0} highest={300} unit="" whole testId="building-floors" />
        <NumberField name="floorsBelow" label="file-field.floorsBelow" lowest={0} highest={30} unit="" whole />
        <TextField
          name="refugeFloors"
          label="file-field.refugeFloors"
          longest={120}
          pattern={/^[\d\s,，、;；]*$/}
          hint={t('file.floors-form')}
          testId="building-refuge"
        />
        <ChoiceField name="topHydrant" label="file-field.topHydrant" among={choices(building.choices.pressure)} testId="building-hydrant" />
      </div>
      <ItemList name="tanks" title="file-field.tanks" add={t('file.add-tank')} blank={{ kind: 'roof', name: '', lowestM: 0 }}>
        {(nth) => (
          <>
            <ChoiceField
              name={[nth, 'kind']}
              label="file-field.kind"
              required
              among={TANK_KINDS.map((kind) => ({ value: kind, label: t(`tank.${kind}`) }))}
            />
            <TextField name={[nth, 'name']} label="file-field.name" required longest={120} testId="tank-name" />
            <ChoiceField name={[nth, 'device']} label="file-field.device" among={choices(building.choices.level)} />
            <NumberField
              name={[nth, 'capacityM3']}
              label="file-field.capacityM3"
              required
              lowest={0.1}
              highest={100_000}
              unit="m³"
              testId="tank-capacity"
            />
            <NumberField name={[nth, 'fullM']} label="file-field.fullM" required lowest={0.1} highest={30} unit="m" testId="tank-full" />
            <NumberField
              name={[nth, 'lowestM']}
              label="file-field.lowestM"
              required
              lowest={0}
              highest={30}
              unit="m"
              testId="tank-lowest"
            />
            <NumberField
              name={[nth, 'demandLps']}
              label="file-field.demandLps"
              required
              lowest={0.1}
              highest={1_000}
              unit="L/s"
              testId="tank-demand"
            />
            <NumberField name={[nth, 'neededHours']} label="file-field.neededHours" lowest={0.1} highest={24} unit="h" />
          </>
        )}
      </ItemList>
      <Form.Item name="note" label={t('file-field.note')}>
        <Input.TextArea rows={2} maxLength={1_000} />
      </Form.Item>
    </FileDrawer>
  );
}
