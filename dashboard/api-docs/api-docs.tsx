// The API to read: every operation by tag, with its parameters, bodies and answers, and the schemas they are made of.
import { useEffect, useState } from 'react';
import { type ApiProblem, asProblem, get } from '../api.ts';
import { LanguageSwitch, ThemeSwitch } from '../frame/switches.tsx';
import { useWords } from '../language.ts';
import { Failed, Loading } from '../states.tsx';
import './api-docs.css';
import { fieldsOf, type OpenApi, type Operation, operationsByTag, refName, type Schema, schemaLine } from './openapi.ts';

/** Deeper than this a nested object is told in one line; schemas of their own are links anyway. */
const DEEPEST = 4;

export default function ApiDocs() {
  const { t } = useWords();
  const [document, setDocument] = useState<OpenApi | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    const asked = turn;
    get<OpenApi>('/openapi.json', {}, stop.signal).then(setDocument, (thrown: unknown) => {
      if (!stop.signal.aborted && asked === turn) setProblem(asProblem(thrown));
    });
    return () => stop.abort();
  }, [turn]);
  return (
    <div className="api-docs">
      <header className="header">
        <a href="/" className="brand">
          <img src="/favicon.svg" alt="" width="28" height="28" />
          <strong>烽燧</strong> <span className="quiet">API</span>
        </a>
        <span className="grow" />
        <a className="link big-link" href="/api/v1/openapi.json">
          openapi.json
        </a>
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      {document !== null ? (
        <Read document={document} />
      ) : problem !== null ? (
        <Failed
          problem={problem}
          again={() => {
            setProblem(null);
            setTurn(turn + 1);
          }}
        />
      ) : (
        <Loading />
      )}
      <p className="hidden-text">{t('way.api')}</p>
    </div>
  );
}

function Read({ document }: { readonly document: OpenApi }) {
  const { t } = useWords();
  const byTag = operationsByTag(document);
  const schemas = Object.entries(document.components?.schemas ?? {});
  return (
    <div className="api-body">
      <nav className="api-index" aria-label={t('api.index')}>
        {[...byTag].map(([tag, operations]) => (
          <a key={tag} href={`#tag-${tag}`}>
            {tag} <span className="quiet numbers">{operations.length}</span>
          </a>
        ))}
        {schemas.length === 0 ? null : <a href="#schemas">{t('api.schemas')}</a>}
      </nav>
      <main className="api-main">
        <h1>
          {document.info?.title ?? 'API'} <span className="quiet">{document.info?.version}</span>
        </h1>
        <p>{document.info?.description ?? ''}</p>
        {[...byTag].map(([tag, operations]) => (
          <section key={tag} id={`tag-${tag}`}>
            <h2>{tag}</h2>
            <p className="quiet">{document.tags?.find(({ name }) => name === tag)?.description ?? ''}</p>
            {operations.map((operation) => (
              <OperationCard key={operation.id} operation={operation} />
            ))}
          </section>
        ))}
        {schemas.length === 0 ? null : (
          <section id="schemas">
            <h2>{t('api.schemas')}</h2>
            {schemas.map(([name, schema]) => (
              <article key={name} id={`schema-${name}`} className="panel operation">
                <h3 className="mono">{name}</h3>
                <SchemaView schema={schema} depth={0} />
              </article>
            ))}
          </section>
        )}
      </main>
    </div>
  );
}

function OperationCard({ operation }: { readonly operation: Operation }) {
  const { t } = useWords();
  return (
    <details className="panel operation" data-testid="operation">
      <summary>
        <b className="method mono">{operation.method}</b>
        <span className="mono path">{operation.path}</span>
        <span className="quiet">{operation.summary}</span>
      </summary>
      <p>{operation.description}</p>
      {operation.parameters.length === 0 ? null : (
        <>
          <h4>{t('api.parameters')}</h4>
          <ul className="fields">
            {operation.parameters.map((one) => (
              <li key={`${one.in}.${one.name}`}>
                <code>{one.name}</code> <span className="quiet">{one.in}</span>{' '}
                {one.required ? <span className="chip">{t('api.required')}</span> : null}{' '}
                {one.schema === undefined ? null : <Line schema={one.schema} />} {one.description}
              </li>
            ))}
          </ul>
        </>
      )}
      {operation.body === null ? null : (
        <>
          <h4>{t('api.body')}</h4>
          <SchemaView schema={operation.body} depth={0} />
        </>
      )}
      <h4>{t('api.answers')}</h4>
      {operation.responses.map((response) => (
        <div key={response.status} className="answer">
          <b className="mono">{response.status}</b> {response.description}
          {response.schema === null ? null : <SchemaView schema={response.schema} depth={0} />}
        </div>
      ))}
    </details>
  );
}

function Line({ schema }: { readonly schema: Schema }) {
  const ref = schema.$ref ?? schema.items?.$ref;
  const line = schemaLine(schema);
  return ref === undefined ? (
    <code className="quiet">{line}</code>
  ) : (
    <a className="link mono" href={`#schema-${refName(ref)}`}>
      {line}
    </a>
  );
}

function SchemaView({ schema, depth }: { readonly schema: Schema; readonly depth: number }) {
  const { t } = useWords();
  const fields = fieldsOf(schema);
  if (fields === null || depth >= DEEPEST) return <Line schema={schema} />;
  return (
    <ul className="fields">
      {fields.map(({ name, required, schema: each }) => (
        <li key={name}>
          <code>{name}</code> {required ? null : <span className="chip faint">{t('api.optional')}</span>} <Line schema={each} />{' '}
          {each.description}
          {fieldsOf(each) === null ? null : <SchemaView schema={each} depth={depth + 1} />}
        </li>
      ))}
    </ul>
  );
}
