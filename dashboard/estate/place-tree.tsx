// The tree of places, each with the most urgent open alarm in it.
import { Tree } from 'antd';
import { type ComponentRef, useEffect, useMemo, useRef, useState } from 'react';
import type { Place } from '../../gateway/web/contract.ts';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';
import { useLive } from '../use-live.ts';
import { forestOf, type PlaceNode, placeStates } from './place-forest.ts';

/** Two levels below the top are open at first: region, units, buildings; and the way down to what an address chose. */
function openAtFirst(roots: readonly PlaceNode[], places: readonly Place[], chosen: string | null): string[] {
  const parents = new Map(places.map(({ id, parent }) => [id, parent]));
  const way = new Set<string>();
  for (let above = parents.get(chosen ?? '') ?? null; above !== null && !way.has(above); above = parents.get(above) ?? null) way.add(above);
  return [...new Set([...roots.flatMap((root) => [root.key, ...root.children.map((child) => child.key)]), ...way])];
}

interface Props {
  readonly places: readonly Place[];
  readonly chosen: string | null;
  readonly choose: (place: string | null) => void;
  readonly height: number;
  /** A place that was just added: the tree opens above it. */
  readonly added: Place | null;
  /** Devices of each place and below it. */
  readonly counts: ReadonlyMap<string, number>;
}

export function PlaceTree({ places, chosen, choose, height, added, counts }: Props) {
  const { t } = useWords();
  const open = useLive((view) => view.open);
  const states = useMemo(() => placeStates(open, places), [open, places]);
  const roots = useMemo(() => forestOf(places), [places]);
  const [expanded, setExpanded] = useState<string[]>(() => openAtFirst(roots, places, chosen));
  const tree = useRef<ComponentRef<typeof Tree>>(null);
  const sought = useRef(chosen);
  // What an address chose may lie far below the fold; whoever chooses with the hand has it before the eyes.
  useEffect(() => {
    if (sought.current !== null && height > 0) tree.current?.scrollTo({ key: sought.current, align: 'auto' });
  }, [height]);
  const [opened, setOpened] = useState(added);
  if (opened !== added) {
    setOpened(added);
    if (added !== null && added.parent !== null) setExpanded([...new Set([...expanded, added.parent])]);
  }
  return (
    <Tree<PlaceNode>
      ref={tree}
      className="place-tree"
      aria-label={t('estate.places')}
      data-testid="place-tree"
      treeData={roots}
      height={height}
      itemHeight={44}
      blockNode
      expandedKeys={expanded}
      onExpand={(keys) => setExpanded(keys.map(String))}
      selectedKeys={chosen === null ? [] : [chosen]}
      onSelect={(keys) => choose(keys[0] === undefined ? null : String(keys[0]))}
      titleRender={(node) => {
        const state = states.get(node.key);
        return (
          <span className="place-node" data-place={node.key}>
            <ClassShape of={state?.worst ?? 'normal'} />
            <span className="place-name">{node.title}</span>
            <PlaceCount devices={counts.get(node.key)} />
            {state === undefined ? null : (
              <span className="mark" data-class={state.worst}>
                {t(`class.${state.worst}`)} <span className="numbers">{state.alarms}</span>
              </span>
            )}
          </span>
        );
      }}
    />
  );
}

/** How many devices stand there; nothing until it is known. */
function PlaceCount({ devices }: { readonly devices: number | undefined }) {
  const { t } = useWords();
  if (devices === undefined) return null;
  return (
    <span className="place-count numbers" title={t('estate.devices-here', { n: devices })} data-testid="place-count">
      {devices}
    </span>
  );
}
