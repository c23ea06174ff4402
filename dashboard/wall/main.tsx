// The entry of a big screen: exchanges the token of its link for a cookie, takes it out of the address, and draws.
import { createRoot } from 'react-dom/client';
import { startLanguage } from '../language.ts';
import { paint } from '../theme-colours.ts';
import { enter, screenOf } from './enter.ts';
import { Wall } from './wall.tsx';
import { wallLine } from './wall-line.ts';
import './wall.css';
import './calm.css';
import './fire.css';

const root = document.getElementById('root');
const screen = screenOf(window.location.pathname);

async function open(): Promise<void> {
  if (root === null) return;
  await startLanguage();
  paint(document.documentElement, 'dark');
  await enter(screen);
  createRoot(root).render(<Wall line={wallLine(screen)} />);
}

void open();
