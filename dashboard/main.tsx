// The dashboard's entry: reads the nonce of the page, loads the words, and draws.
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startLanguage } from './language.ts';
import './styles/base.css';
import './styles/forms.css';

/** The gateway wrote a nonce into the page for this one request; what makes style elements later must carry it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
const root = document.getElementById('root');

if (root !== null) startLanguage().then(() => createRoot(root).render(<App nonce={nonce} />));
