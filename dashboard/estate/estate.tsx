// The estate: the tree of places beside the devices that stand in the chosen one.
import { Button, Drawer } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Place } from '../../gateway/web/contract.ts';
import type { PlaceCounts } from '../../gateway/web/device-list-contract.ts';
import type { Page } from '../api.ts';
import { useWords } from '../language.ts';
import { useWide } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, Nothing, Veil } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { useHeight } from '../use-height.ts';
import { DeviceList } from './device-list.tsx';
import './estate.css';
import { type Deed, ManageDialog, PlaceTools } from './manage.tsx';
import { useOwnPlace } from './own-place.ts';
import { placesBelow } from './place-paths.ts';
import { PlaceTree } from './place-tree.tsx';

const NO_PLACES: readonly Place[] = [];
/** How often the numbers beside the places are counted anew, ms. */
const COUNTED_EVERY_MS = 60_000;
const NONE: ReadonlySet<string> = new Set();

export default function Estate() {
  const { t } = useWords();
  const may = useMay();
  const wide = useWide();
  const [search, setSearch] = useSearchParams();
  const [treeOpen, setTreeOpen] = useState(false);
  const [deed, setDeed] = useState<Deed | null>(null);
  const [added, setAdded] = useState<Place | null>(null);
  const [changes, setChanges] = useState(0);
  const own = useOwnPlace();
  const places = useAnswer<Page<Place>>('/places');
  const counted = useAnswer<PlaceCounts>('/device-lists/counts', {}, COUNTED_EVERY_MS);
  const counts = useMemo(() => new Map((counted.value?.items ?? []).map(({ place, devices }) => [place, devices])), [counted.value]);
  const chosen = search.get('place');
  if (!may('device.read')) return <Denied />;

  function choose(place: string | null): void {
    const next = new URLSearchParams(search);
    if (place === null) next.delete('place');
    else next.set('place', place);
    setSearch(next);
    setTreeOpen(false);
  }

  const all = places.value?.items ?? NO_PLACES;
  const planned = all.find(({ id, kind }) => id === chosen && (kind === 'floor' || kind === 'zone'));
  const planLink =
    planned === undefined ? null : (
      <Link className="link big-link" data-testid="plan-link" to={`/plans/${encodeURIComponent(planned.id)}`}>
        {t('floor-plan.open')}
      </Link>
    );
  const tree = (
    <Answered answer={places}>
      {({ items }) =>
        items.length === 0 ? (
          <Nothing title={t('estate.no-places')} />
        ) : (
          <SizedTree places={items} chosen={chosen} choose={choose} added={added} counts={counts} />
        )
      }
    </Answered>
  );
  const name = all.find((place) => place.id === chosen)?.name ?? null;
  // What stands above the person's own place is shown, but is not the person's to change.
  const reach = may('device.manage') ? placesBelow(all, own) : NONE;
  const target = reach.has(chosen ?? own) ? all.find((place) => place.id === (chosen ?? own)) : undefined;
  return (
    <Veil>
      <div className="estate" data-wide={wide}>
        {wide ? (
          <section className="panel estate-tree" aria-label={t('estate.places')}>
            {tree}
            {planLink}
            {target === undefined ? null : <PlaceTools begin={setDeed} folded={false} />}
          </section>
        ) : (
          <>
            <div className="estate-place">
              <Button onClick={() => setTreeOpen(true)}>
                {t('estate.places')}: {name ?? t('estate.everywhere')} ▾
              </Button>
              {chosen === null ? null : (
                <Button type="text" onClick={() => choose(null)}>
                  {t('estate.everywhere')}
                </Button>
              )}
              {planLink}
              <span className="grow" />
              {target === undefined ? null : <PlaceTools begin={setDeed} folded />}
            </div>
            <Drawer
              open={treeOpen}
              onClose={() => setTreeOpen(false)}
              placement="left"
              title={t('estate.places')}
              size={360}
              className="tree-drawer"
            >
              {tree}
            </Drawer>
          </>
        )}
        <DeviceList
          place={chosen}
          placeName={name}
          leavePlace={() => choose(null)}
          changes={changes}
          onImported={() => {
            setChanges((before) => before + 1);
            places.again();
            counted.again();
          }}
          {...(target === undefined ? {} : { begin: setDeed, hasPlaces: all.length > 1 })}
        />
      </div>
      {target === undefined ? null : (
        <ManageDialog
          key={`${deed} ${target.id}`}
          deed={deed}
          place={target}
          places={all}
          own={own}
          close={() => setDeed(null)}
          onChanged={(one) => {
            if (one !== undefined) setAdded(one);
            setChanges((before) => before + 1);
            places.again();
            counted.again();
          }}
        />
      )}
    </Veil>
  );
}

/** The tree draws only what is in sight, so it must know its height. */
function SizedTree(props: {
  readonly places: readonly Place[];
  readonly chosen: string | null;
  readonly choose: (place: string | null) => void;
  readonly added: Place | null;
  readonly counts: ReadonlyMap<string, number>;
}) {
  const box = useRef<HTMLDivElement>(null);
  const height = useHeight(box, 600);
  return (
    <div ref={box} className="tree-box">
      <PlaceTree {...props} height={height} />
    </div>
  );
}
