// The board in a real browser, looked at from inside: when a row stands on it, what its main thread spends, how it scrolls.
import type { CDPSession, Page } from 'playwright-core';

const TASKS: ReadonlySet<string> = new Set(['RunTask', 'ThreadControllerImpl::RunTask']);
const KEPT: ReadonlySet<string> = new Set([...TASKS, 'thread_name', 'TracingStartedInBrowser']);

/** What the page is asked for; the bench is compiled without the names of a browser. */
interface PageNames {
  readonly rows: Map<string, number>;
}

export class BoardPage {
  readonly page: Page;
  readonly #cdp: CDPSession;

  private constructor(page: Page, cdp: CDPSession) {
    this.page = page;
    this.#cdp = cdp;
  }

  /** A list of as many rows of one height, all of them in the page and each a line of text: what the machine can scroll at best. */
  static async plain(page: Page, rows: number): Promise<BoardPage> {
    await page.setContent(
      `<ul class="windowed" style="height: 1000px; overflow: auto">${'<li style="height: 96px">一行文字</li>'.repeat(rows)}</ul>`,
    );
    return BoardPage.#looking(page);
  }

  /** Of a page that is signed in; notes, in the page itself, when each measured head (`烟感 <name>`) first stands on a row. */
  static async on(page: Page): Promise<BoardPage> {
    await page.evaluate(`{
      const rows = new Map();
      globalThis.rows = rows;
      const look = (node) => {
        if (!(node instanceof Element)) return;
        const row = node.closest('[data-testid="alarm-row"]');
        for (const one of row ? [row] : node.querySelectorAll('[data-testid="alarm-row"]')) {
          const name = /烟感 (\\S+) 试/.exec(one.textContent)?.[1];
          if (name !== undefined && !rows.has(name)) rows.set(name, Date.now());
        }
      };
      new MutationObserver((changes) => {
        for (const change of changes) for (const node of change.addedNodes) look(node);
      }).observe(document.body, { childList: true, subtree: true });
    }`);
    return BoardPage.#looking(page);
  }

  static async #looking(page: Page): Promise<BoardPage> {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new BoardPage(page, cdp);
  }

  /** When each of the measured heads stood on a row, ms since 1970; waits 10 s at most for so many. */
  async stood(count: number): Promise<Map<string, number>> {
    await this.page
      .waitForFunction((wanted) => (globalThis as unknown as PageNames).rows.size >= wanted, count, { timeout: 10_000 })
      .catch(() => undefined);
    return new Map(await this.page.evaluate(() => [...(globalThis as unknown as PageNames).rows]));
  }

  /** Processor time of the main thread's tasks so far, s: other work of the machine is not in it. */
  async taskSeconds(): Promise<number> {
    const { metrics } = await this.#cdp.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  }

  /** How often it styled itself while nobody did anything, each second. */
  async stylesASecond(ms: number): Promise<number> {
    const count = async (): Promise<number> => {
      const { metrics } = await this.#cdp.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'RecalcStyleCount')?.value ?? Number.NaN;
    };
    const before = await count();
    await new Promise((resolve) => setTimeout(resolve, ms));
    return ((await count()) - before) * (1_000 / ms);
  }

  /** What the page holds after its rubbish was collected, MB. */
  async heapMegabytes(): Promise<number> {
    await this.#cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#cdp.send('Runtime.getHeapUsage');
    return usedSize / 2 ** 20;
  }

  /** The tasks of the main thread while something goes on, by the clock and by the processor, ms, each with the longest last. */
  async tasksWhile(run: () => Promise<unknown>): Promise<{ readonly clock: readonly number[]; readonly processor: readonly number[] }> {
    const events: TraceEvent[] = [];
    const take = ({ value }: { value: object[] }): void => {
      for (const one of value as TraceEvent[]) if (KEPT.has(one.name)) events.push(one);
    };
    this.#cdp.on('Tracing.dataCollected', take);
    await this.#cdp.send('Tracing.start', { traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline', 'toplevel'] } });
    await run();
    const complete = new Promise<void>((resolve) => this.#cdp.once('Tracing.tracingComplete', () => resolve()));
    await this.#cdp.send('Tracing.end');
    await complete;
    this.#cdp.off('Tracing.dataCollected', take);
    // A browser traces all that it has open; asked is this page.
    const { frameTree } = await this.#cdp.send('Page.getFrameTree');
    const own = events.flatMap(({ args }) => args?.data?.frames ?? []).find(({ frame }) => frame === frameTree.frame.id)?.processId;
    const isMain = ({ args, pid }: TraceEvent): boolean => args?.name === 'CrRendererMain' && pid === own;
    const main = new Set(events.filter(isMain).map(({ pid, tid }) => `${pid} ${tid}`));
    const tasks = events.filter(({ name, pid, tid }) => TASKS.has(name) && main.has(`${pid} ${tid}`));
    if (tasks.length === 0) throw new Error('the trace tells no task of this page');
    const sorted = (of: (event: TraceEvent) => number | undefined): number[] =>
      tasks
        .flatMap((one) => of(one) ?? [])
        .map((us) => us / 1_000)
        .sort((one, other) => one - other);
    return { clock: sorted(({ dur }) => dur), processor: sorted(({ tdur }) => tdur) };
  }

  /** What comes is seen at the top. */
  async toTop(): Promise<void> {
    await this.page.evaluate("document.querySelector('.windowed').scrollTop = 0");
  }

  /** Scrolls the list by so much in each animation frame; the times between the frames and what the main thread spends on one, ms. */
  async scroll(frames: number, pixels: number): Promise<{ readonly times: readonly number[]; readonly spent: number }> {
    const before = await this.taskSeconds();
    const times = (await this.page.evaluate(`new Promise((done) => {
      const list = document.querySelector('.windowed');
      const times = [];
      let before = 0;
      let way = ${pixels};
      const step = (now) => {
        if (before > 0) times.push(now - before);
        before = now;
        if (list.scrollTop + way < 0 || list.scrollTop + way > list.scrollHeight - list.clientHeight) way = -way;
        list.scrollTop += way;
        if (times.length < ${frames}) requestAnimationFrame(step);
        else done(times);
      };
      requestAnimationFrame(step);
    })`)) as number[];
    return { times, spent: ((await this.taskSeconds()) - before) * (1_000 / frames) };
  }
}

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** By the clock, and by the processor, µs. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: {
    readonly name?: string;
    readonly data?: { readonly frames?: readonly { readonly frame: string; readonly processId?: number }[] };
  };
}
