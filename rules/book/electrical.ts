// Electrical fire: residual current, cable temperature, arc, voltage, mains.
import { panelSystem, transmissionDevice } from '../../device-drivers/gb26875/drivers.ts';
import { words } from '../../device-drivers/words.ts';
import type { Rule } from '../rule.ts';
import { clause, is, PLACED, parameter, row, tooHigh, tooLow } from './row.ts';

export const electricalRules: readonly Rule[] = [
  row({
    id: 'residual-current-warning',
    title: words('剩余电流偏大', 'Residual current rather high'),
    class: 'supervisory',
    watches: { quantity: 'electric.residualCurrent' },
    ...tooHigh('residualCurrentWarning', 300, 20),
    holdFor: parameter('residualCurrentHold', 30),
    advice: words('安排电工排查该回路绝缘', 'Have an electrician check the insulation of this circuit'),
    clause: clause('GB 50116-2013 9.2.3：报警值宜为 300–500 mA', 'secondary'),
  }),
  row({
    id: 'residual-current-alarm',
    title: words('剩余电流报警', 'Residual current alarm'),
    class: 'pre-alarm',
    watches: { quantity: 'electric.residualCurrent' },
    ...tooHigh('residualCurrentAlarm', 500, 30),
    holdFor: parameter('residualCurrentHold', 30),
    advice: words('立即派电工到配电箱检查，必要时断电', 'Send an electrician to the panel at once; cut the power if needed'),
    clause: clause('GB 50116-2013 9.2.3：报警值宜为 300–500 mA；延时 30 s 见 GB 14287.2', 'secondary'),
  }),
  row({
    id: 'cable-temperature-warning',
    title: words('线缆温度偏高', 'Cable temperature rather high'),
    class: 'supervisory',
    watches: { quantity: 'electric.cableTemperature' },
    ...tooHigh('cableTemperatureWarning', 55, 5),
    holdFor: parameter('cableTemperatureHold', 40),
    advice: words('检查负荷和接线端子是否松动', 'Check the load and for loose terminals'),
    clause: clause('GB 14287.3-2014：报警设定 45–140 ℃', 'memory'),
  }),
  row({
    id: 'cable-temperature-alarm',
    title: words('线缆温度报警', 'Cable temperature alarm'),
    class: 'pre-alarm',
    watches: { quantity: 'electric.cableTemperature' },
    ...tooHigh('cableTemperatureAlarm', 70, 5),
    holdFor: parameter('cableTemperatureHold', 40),
    advice: words('立即减负荷或断电，派电工携灭火器到场', 'Shed load or cut the power now; send an electrician with an extinguisher'),
    clause: clause('GB 14287.3-2014：报警设定 45–140 ℃，延时 40 s', 'memory'),
  }),
  row({
    id: 'arc-fault',
    title: words('故障电弧', 'Arc fault'),
    class: 'pre-alarm',
    watches: { quantity: 'electric.arc' },
    raiseWhen: is(true),
    advice: words('立即切断该回路，派电工查找打火点', 'Cut this circuit at once; have an electrician find the arc'),
    clause: clause('GB 50116-2013 9.2.4', 'secondary'),
  }),
  row({
    id: 'voltage-low',
    title: words('电压过低', 'Voltage too low'),
    class: 'fault',
    watches: { quantity: 'electric.voltage' },
    ...tooLow('voltageLow', 198, 4),
    holdFor: parameter('voltageHold', 60),
    advice: words('检查供电线路是否缺相或过载', 'Look for a lost phase or an overload'),
    clause: clause('GB/T 12325-2008：220 V 允许偏差 +7%、−10%', 'memory'),
  }),
  row({
    id: 'voltage-high',
    title: words('电压过高', 'Voltage too high'),
    class: 'fault',
    watches: { quantity: 'electric.voltage' },
    ...tooHigh('voltageHigh', 242, 4),
    holdFor: parameter('voltageHold', 60),
    advice: words('检查零线是否断开，联系供电单位', 'Look for a broken neutral; call the power company'),
    clause: clause('设计值：高于 GB/T 12325-2008 的 235 V，避免夜间轻载误报', 'design'),
  }),
  row({
    id: 'mains-lost',
    title: words('主电源失电', 'Mains power lost'),
    class: 'fault',
    // A panel waits by itself before it says so, see book/panel.ts.
    watches: { quantity: 'power.mainsLost', kinds: PLACED, exceptModels: [panelSystem.model, transmissionDevice.model] },
    raiseWhen: is(true),
    holdFor: parameter('mainsLostHold', 10),
    advice: words('查明停电原因，确认备用电源已投入', 'Find out why; make sure that the backup supply carries the load'),
    clause: clause('GB 26875.1-2011：主电故障 100 s 内上报', 'memory'),
  }),
];
