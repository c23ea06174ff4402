// The tree of places, each with the most urgent open alarm in it.
import { Tree } from 'antd';
import { useMemo, useState } from 'react';
import type { AlarmView, Place } from '../../gateway/web/contract.ts';
import { type AlarmClass, worse } from '../alarm-classes.ts';
import { useWords } from '../language.ts';
import { ClassShape } from '../marks.tsx';
import { useLive } from '../use-live.ts';

interface Node {
  readonly key: string;
  readonly title: string;
  readonly kind: Place['kind'];
  readonly children: Node[];
}

export interface PlaceState {
  worst: AlarmClass | null;
  alarms: number;
}

/** The most urgent class and the number of open alarms of each place and all above it. Drills do not count. */
export function placeStates(open: readonly AlarmView[]): ReadonlyMap<string, PlaceState> {
  const states = new Map<string, PlaceState>();
  for (const alarm of open) {
    if (alarm.drill) continue;
    for (const { id } of alarm.place) {
      const state = states.get(id) ?? { worst: null, alarms: 0 };
      states.set(id, { worst: worse(state.worst, alarm.class), alarms: state.alarms + 1 });
    }
  }
  return states;
}

/** Places as a forest. One whose parent is not among them stands at the top: it is the way up as far as it is shown. */
export function forestOf(places: readonly Place[]): Node[] {
  const nodes = new Map<string, Node>(
    places.map((place) => [place.id, { key: place.id, title: place.name, kind: place.kind, children: [] }]),
  );
  const roots: Node[] = [];
  for (const place of places) {
    const node = nodes.get(place.id);
    if (node === undefined) continue;
    const parent = place.parent === null ? undefined : nodes.get(place.parent);
    (parent?.children ?? roots).push(node);
  }
  return roots;
}

/** Two levels below the top are open at first: region, units, buildings. */
function openAtFirst(roots: readonly Node[]): string[] {
  return roots.flatMap((root) => [root.key, ...root.children.map((child) => child.key)]);
}

interface Props {
  readonly places: readonly Place[];
  readonly chosen: string | null;
  readonly choose: (place: string | null) => void;
  readonly height: number;
}

export function PlaceTree({ places, chosen, choose, height }: Props) {
  const { t } = useWords();
  const open = useLive((view) => view.open);
  const states = useMemo(() => placeStates(open), [open]);
  const roots = useMemo(() => forestOf(places), [places]);
  const [expanded, setExpanded] = useState<string[]>(() => openAtFirst(roots));
  return (
    <Tree<Node>
      className="place-tree"
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
            {state?.worst ? <ClassShape of={state.worst} /> : <ClassShape of="normal" />}
            <span className="place-name">{node.title}</span>
            {state?.worst ? (
              <span className="mark" data-class={state.worst}>
                {t(`class.${state.worst}`)} <span className="numbers">{state.alarms}</span>
              </span>
            ) : null}
          </span>
        );
      }}
    />
  );
}
