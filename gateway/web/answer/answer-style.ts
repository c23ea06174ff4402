// How the page of a link looks: large, for one thumb, in the dark and in the light, with the tones of the screens.

/** No script and no font of its own: it must open in whatever a chat opens links with. */
export const ANSWER_STYLE = `
:root { color-scheme: light dark; --page: #eceff1; --panel: #f7f8f9; --line: #d3dae0; --edge: #75828e; --text: #1b232b; --quiet: #4b5965;
  --accent: #3a5c7e; --fire: #c4161c; --urgent: #a84a00; --calm: #6f5a00; --drill: #0b6b64; --good: #2b6a2f; }
@media (prefers-color-scheme: dark) { :root { --page: #14191f; --panel: #1c2229; --line: #343e49; --edge: #6f7f8e; --text: #e8edf2;
  --quiet: #a8b5c1; --accent: #45678a; --fire: #ff5a52; --urgent: #ff9d3b; --calm: #e6c84f; --drill: #4fd1c5; --good: #7fcf86; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 17px/1.5 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
header { display: flex; justify-content: space-between; align-items: center; padding: 4px 16px; color: var(--quiet); font-size: 15px; }
header a, footer a { display: inline-flex; align-items: center; justify-content: end; min-width: 44px; min-height: 44px; color: inherit; }
footer a { justify-content: start; }
main { max-width: 34rem; margin: 0 auto; padding: 0 16px 24px; }
.drill { margin: 0 0 12px; padding: 10px 16px; border: 2px dashed var(--drill); border-radius: 8px; color: var(--drill); font-weight: 700; }
h1 { margin: 0 0 4px; font-size: 28px; line-height: 1.25; color: var(--calm); overflow-wrap: anywhere; }
[data-class="fire"] h1 { color: var(--fire); } [data-class="pre-alarm"] h1, [data-class="linkage"] h1 { color: var(--urgent); }
[data-drill="true"] h1 { color: var(--drill); }
.place { margin: 0 0 12px; font-size: 20px; font-weight: 700; overflow-wrap: anywhere; }
.panel { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 12px 16px; margin: 0 0 12px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 14px; margin: 0; } dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
.numbers { font-variant-numeric: tabular-nums; }
.quiet { color: var(--quiet); font-size: 15px; }
h2 { margin: 0 0 8px; font-size: 17px; } p { margin: 0 0 8px; } ul { margin: 0; padding: 0; list-style: none; }
li { display: flex; justify-content: space-between; gap: 12px; padding: 4px 0; }
button { display: block; width: 100%; min-height: 64px; margin: 0 0 12px; padding: 8px 16px; border: 2px solid var(--edge); border-radius: 12px;
  background: var(--panel); color: var(--text); font: inherit; font-size: 20px; font-weight: 700; cursor: pointer; }
button small { display: block; font-size: 15px; font-weight: 400; }
button.first { background: var(--accent); border-color: var(--accent); color: #fff; }
button:focus-visible, a:focus-visible { outline: 3px solid var(--edge); outline-offset: 2px; }
.said { border: 2px solid var(--good); } .said strong { display: block; font-size: 22px; color: var(--good); }
.shut { border: 2px solid var(--edge); font-size: 19px; }`;
