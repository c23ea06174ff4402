// The command line of the simulator: what can be asked for, checked before anything is sent.
import { parseArgs } from 'node:util';
import { drivers } from '../device-drivers/catalogue.ts';
import { AskedWrongly, askedNumber as number, readText } from './asked-wrongly.ts';
import { BEHAVIOURS, type Behaviour, isBehaviour } from './behaviour.ts';
import { TRANSMISSION_ARGUMENTS, TRANSMISSION_HELP, type TransmissionAsked, transmissionAsked } from './gb26875/cli-options.ts';
import { STORIES } from './story-book.ts';

export interface Options {
  readonly mode: string;
  /** Model, file or story. */
  readonly what: string | undefined;
  readonly url: string;
  readonly credentials: Readonly<Record<string, string>>;
  /** For devices that stand in no credentials file: their common secret, or a site's enrolment key. */
  readonly secret: string | undefined;
  readonly id: string | undefined;
  readonly count: number;
  readonly rate: number | undefined;
  readonly behaviour: Behaviour | undefined;
  readonly seed: string;
  readonly duration: number | undefined;
  readonly qos: 0 | 1;
  readonly tempo: number | undefined;
  readonly story: string | undefined;
  readonly speed: number;
  readonly district: string;
  readonly drill: boolean;
  readonly listen: number;
  readonly framing: 'tcp' | 'rtu-over-tcp';
  /** Only in the mode `transmission`. */
  readonly transmission: TransmissionAsked | undefined;
  readonly help: boolean;
}

export const DEMO_DISTRICT = 'config/demo-district.json';

/** Reads the command line. Throws `AskedWrongly`. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const qos = number('qos', values.qos, 0, 1) ?? 1;
  const [mode = 'help'] = positionals;
  return {
    mode,
    what: positionals[1],
    url: values.url ?? 'mqtt://127.0.0.1:1883',
    credentials: values.credentials === undefined ? {} : readCredentials(values.credentials),
    secret: values.secret ?? values['enrolment-key'],
    id: values.id,
    count: number('count', values.count, 1, 20_000) ?? 1,
    rate: number('rate', values.rate, 0.001, 100_000),
    behaviour: behaviour(values.behaviour),
    seed: values.seed ?? 'balefire',
    duration: number('duration', values.duration, 0.1, 31_536_000),
    qos: qos < 1 ? 0 : 1,
    tempo: number('tempo', values.tempo, 0.001, 100_000),
    story: values.story,
    speed: number('speed', values.speed, 0.01, 10_000) ?? 1,
    district: values.district ?? DEMO_DISTRICT,
    drill: values.drill ?? false,
    listen: number('listen', values.listen, 1, 65_535) ?? 1502,
    framing: framing(values.framing),
    transmission: mode === 'transmission' && !values.help ? transmissionAsked(values) : undefined,
    help: values.help ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        credentials: { type: 'string' },
        secret: { type: 'string' },
        'enrolment-key': { type: 'string' },
        id: { type: 'string' },
        count: { type: 'string' },
        rate: { type: 'string' },
        behaviour: { type: 'string' },
        seed: { type: 'string' },
        duration: { type: 'string' },
        qos: { type: 'string' },
        tempo: { type: 'string' },
        story: { type: 'string' },
        speed: { type: 'string' },
        district: { type: 'string' },
        drill: { type: 'boolean' },
        listen: { type: 'string' },
        framing: { type: 'string' },
        ...TRANSMISSION_ARGUMENTS,
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new AskedWrongly(error instanceof Error ? error.message : String(error));
  }
}

function behaviour(text: string | undefined): Behaviour | undefined {
  if (text === undefined || isBehaviour(text)) return text;
  throw new AskedWrongly(`--behaviour 应为 / must be one of ${BEHAVIOURS.join(', ')}, not ${text}`);
}

function framing(text = 'tcp'): 'tcp' | 'rtu-over-tcp' {
  if (text === 'tcp' || text === 'rtu-over-tcp') return text;
  throw new AskedWrongly(`--framing 应为 / must be tcp or rtu-over-tcp, not ${text}`);
}

/** `{"device id": "secret"}`. */
function readCredentials(file: string): Record<string, string> {
  const all: unknown = JSON.parse(readText(file));
  const entries = Object.entries(typeof all === 'object' && all !== null ? all : {});
  const wrong = entries.find(([, secret]) => typeof secret !== 'string');
  if (wrong || Array.isArray(all)) throw new AskedWrongly(`${file}: 应为 / must be {"device id": "secret"}`);
  return Object.fromEntries(entries.map(([id, secret]) => [id, String(secret)]));
}

export const HELP = `Balefire simulator: devices that speak to a gateway over real wires.
模拟器：通过真实协议向网关上报的模拟设备。

  npm run simulate -- device <model> [options]     one device, or many of a model      单一型号的一台或多台设备
  npm run simulate -- district <file> [options]    all devices of a district           一个示范区的全部设备
  npm run simulate -- story <name> [options]       a story, told by its devices alone  只用相关设备讲一个故事
  npm run simulate -- transmission [options]       a fire panel's transmission device  用户信息传输装置与其后的控制器
  npm run simulate -- models                       list the models                     列出型号
  npm run simulate -- demo-district                write the demo's district           输出示范区文件
  npm run simulate -- demo-parts                   write the demo panel's parts        输出示范控制器的部件表

  --url <url>              gateway                        网关地址      (mqtt://127.0.0.1:1883)
  --credentials <file>     {"device id": "secret"}        设备密钥文件
  --secret <text>          one secret for all others      其余设备的共用密钥
  --enrolment-key <text>   a site's key, for devices that are not registered  站点登记密钥
  --id <text>              device id, or its beginning when --count > 1       设备编号（前缀）
  --count <n>              how many devices               设备数量      (1)
  --rate <n>               reports a second over all      每秒上报总数  (by the driver)
  --behaviour <name>       ${BEHAVIOURS.join(' | ')}
  --tempo <n>              reports so many times more often, ages faster       加速倍数 (device 1, district 10)
  --story <name>           tell it in the district, after 10 s                在示范区中讲故事
  --speed <n>              tell a story so many times faster                  故事加速倍数 (1)
  --district <file>        where a story's devices stand  故事所在的示范区  (${DEMO_DISTRICT})
  --duration <s>           stop after so many seconds     运行秒数      (until Ctrl+C)
  --qos <0|1>              MQTT quality of service                      (1)
  --seed <text>            another seed, another field    随机种子
  --drill                  mark every report as a drill   标记为演练
  --listen <port>          for Modbus models: first unit 1, --count units     Modbus 监听端口 (1502)
  --framing <name>         for Modbus models: tcp | rtu-over-tcp              (tcp)

${TRANSMISSION_HELP}
stories 故事: ${STORIES.map(({ name, title }) => `${name} ${title.zh}`).join('; ')}
`;

/** The models, a line each. */
export function listModels(): string {
  return drivers()
    .map(({ model, title, protocol }) => `${model.padEnd(44)}${protocol.padEnd(11)}${title.zh} / ${title.en}`)
    .join('\n');
}
