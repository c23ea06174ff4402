// The estate: the tree of places beside the devices that stand in the chosen one.
import { Button, Drawer } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Place } from '../../gateway/web/contract.ts';
import type { Page } from '../api.ts';
import { useWords } from '../language.ts';
import { useWide } from '../screen.ts';
import { useMay } from '../session.tsx';
import { Answered, Denied, Nothing, Veil } from '../states.tsx';
import { useAnswer } from '../use-answer.ts';
import { DeviceList } from './device-list.tsx';
import './estate.css';
import { PlaceTree } from './place-tree.tsx';

export default function Estate() {
  const { t } = useWords();
  const may = useMay();
  const wide = useWide();
  const [search, setSearch] = useSearchParams();
  const [treeOpen, setTreeOpen] = useState(false);
  const places = useAnswer<Page<Place>>('/places');
  const chosen = search.get('place');
  if (!may('device.read')) return <Denied />;

  function choose(place: string | null): void {
    const next = new URLSearchParams(search);
    if (place === null) next.delete('place');
    else next.set('place', place);
    setSearch(next);
    setTreeOpen(false);
  }

  const tree = (
    <Answered answer={places}>
      {({ items }) =>
        items.length === 0 ? <Nothing title={t('estate.no-places')} /> : <SizedTree places={items} chosen={chosen} choose={choose} />
      }
    </Answered>
  );
  const name = places.value?.items.find((place) => place.id === chosen)?.name ?? null;
  return (
    <Veil>
      <div className="estate" data-wide={wide}>
        {wide ? (
          <section className="panel estate-tree" aria-label={t('estate.places')}>
            {tree}
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
        <DeviceList place={chosen} placeName={name} leavePlace={() => choose(null)} />
      </div>
    </Veil>
  );
}

/** The tree draws only what is in sight, so it must know its height. */
function SizedTree(props: {
  readonly places: readonly Place[];
  readonly chosen: string | null;
  readonly choose: (place: string | null) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(600);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className="tree-box">
      <PlaceTree {...props} height={height} />
    </div>
  );
}
