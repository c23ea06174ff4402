// The map itself behind a small door: it is told what stands where, and tells what was clicked. The one place that moves it.
import { type GeoJSONSource, Map as GlMap, type LngLat, type MapMouseEvent, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { Coordinates, MapPoint } from '../../gateway/web/map-contract.ts';
import { type Base, NO_BASE } from './base-layers.ts';
import { type Degrees, turned } from './coordinates.ts';
import { areaFeature, type Feature, lineFeature, spotFeature } from './features.ts';
import { freeMiddle, marginsOf } from './free-sight.ts';
import { graticule, type View } from './graticule.ts';
import { pictureFor, RATIO } from './icons.ts';
import { circle, lengthText } from './measure.ts';
import { signOf } from './signs.ts';
import { featuresOf, type SketchShape } from './sketches/shape.ts';
import { keyOf, type Picture, type PointState, rankOfState, stateOf } from './standing.ts';
import { type Look, OWN_SOURCES, type OwnSource, SKETCH_LAYERS, SYMBOL_LAYERS, styleOf } from './style.ts';
import { BaseUnder } from './watch-base.ts';

// From our own address, as the page's policy asks; the library would make one of a text otherwise.
setWorkerUrl(workerUrl);

/** On and off once a second: far below the three flashes a second that may harm (WCAG 2.2, 2.3.1), and 2 Hz at most. */
const BLINK_MS = 500;
/** Symbols change so often at most: in a flood the clusters are counted anew for each change. */
const REPAINT_MS = 300;
/** A finger is this many pixels wide. */
const TOUCH = 6;

/** What a person measures. */
export interface Shape {
  readonly kind: 'line' | 'area';
  /** WGS-84. */
  readonly spots: readonly Degrees[];
  readonly name?: string;
}

/** What the map tells. Spots are WGS-84, whatever lies below. */
export interface Told {
  readonly onPoint: (key: string) => void;
  readonly onSketch: (id: string) => void;
  readonly onSpot: (spot: Degrees) => void;
  /** Right click, or a long press. */
  readonly onAround: (spot: Degrees) => void;
  readonly onFinish: () => void;
  readonly onView: (view: View) => void;
  /** A tile or a file of the base did not come. */
  readonly onBaseTrouble: () => void;
  /** All of the base that was asked for lately came. */
  readonly onBaseWorks: () => void;
  /** The browser took the graphics away. */
  readonly onLost: () => void;
  /** All that is there is drawn; told anew whenever more was. */
  readonly onDrawn?: () => void;
}

export class MapEngine {
  readonly base: BaseUnder;
  readonly #map: GlMap;
  readonly #told: () => Told;
  readonly #data = new Map<OwnSource, Feature[]>();
  #look: Look;
  #base: Base = NO_BASE;
  #system: Coordinates = 'wgs84';
  #points: readonly MapPoint[] = [];
  #states: PointState[] = [];
  #picture: Picture = { states: new Map(), at: new Map(), nowhere: [] };
  #around: { spot: Degrees; radii: readonly number[] } | null = null;
  #shapes: readonly Shape[] = [];
  #sketches: readonly SketchShape[] = [];
  #draft: SketchShape | null = null;
  #chosen: Degrees | null = null;
  #isReady = false;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #blinking: ReturnType<typeof setInterval> | undefined;

  /** `told` is asked anew for each event, so that it may change with every picture of the page. */
  constructor(container: HTMLElement, look: Look, told: () => Told) {
    this.#look = look;
    this.#told = told;
    this.#map = new GlMap({
      container,
      style: styleOf(look, NO_BASE),
      center: [104, 35.5],
      zoom: 3,
      minZoom: 1,
      maxZoom: 20,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: 0,
      localIdeographFontFamily: getComputedStyle(container).fontFamily,
    });
    const map = this.#map;
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new ScaleControl({ maxWidth: 120 }), 'bottom-left');
    map.on('style.load', () => this.#fill());
    map.setMissingStyleImageResolver((id) => {
      const drawn = pictureFor(id, this.#look.theme);
      if (drawn !== null && !map.hasImage(id)) map.addImage(id, drawn, { pixelRatio: RATIO });
    });
    // Said in the page when all that is there is drawn, and when more is on its way.
    map.on('idle', () => {
      container.setAttribute('data-drawn', 'true');
      this.#told().onDrawn?.();
    });
    for (const begun of ['dataloading', 'movestart'] as const) map.on(begun, () => container.setAttribute('data-drawn', 'false'));
    map.on('moveend', () => this.#moved());
    map.on('click', (event) => this.#clicked(event));
    map.on('dblclick', () => this.#told().onFinish());
    map.on('contextmenu', (event) => this.#told().onAround(this.#house(event.lngLat)));
    this.base = new BaseUnder(map, told, (base, system) => this.#lay(base, system));
    map.getCanvas().addEventListener('webglcontextlost', () => this.#told().onLost());
    this.#blink();
  }

  close(): void {
    clearTimeout(this.#waiting);
    clearInterval(this.#blinking);
    this.base.close();
    this.#map.remove();
  }

  // ── what stands on it ──

  /** All points, and the state of each. */
  setPoints(points: readonly MapPoint[], picture: Picture): void {
    this.#points = points;
    this.#picture = picture;
    this.#drawPoints();
  }

  /** Only states changed: what did not change is not sent again, and a flood is drawn some times a second. */
  setPicture(picture: Picture): void {
    this.#picture = picture;
    this.#drawFires();
    this.#waiting ??= setTimeout(() => {
      this.#waiting = undefined;
      this.#changeStates();
    }, REPAINT_MS);
  }

  setChosen(spot: Degrees | null): void {
    this.#chosen = spot;
    this.#put('chosen', spot === null ? [] : [spotFeature(this.#drawn(spot))]);
  }

  setAround(around: { spot: Degrees; radii: readonly number[] } | null): void {
    this.#around = around;
    const rings = (around?.radii ?? []).map((radius) =>
      lineFeature(
        circle(around?.spot ?? [0, 0], radius).map((spot) => this.#drawn(spot)),
        { name: lengthText(radius) },
      ),
    );
    this.#put('rings', around === null ? [] : [...rings, spotFeature(this.#drawn(around.spot))]);
  }

  setShapes(shapes: readonly Shape[]): void {
    this.#shapes = shapes;
    this.#put(
      'drawn',
      shapes.flatMap((shape) => this.#featuresOf(shape)),
    );
  }

  setSketches(sketches: readonly SketchShape[]): void {
    this.#sketches = sketches;
    this.#put(
      'sketches',
      sketches.flatMap((sketch) => featuresOf(sketch, (spot) => this.#drawn(spot))),
    );
  }

  /** The one that is being drawn or changed: apart from the others, which need not be sent again with each step of a drag. */
  setDraft(draft: SketchShape | null): void {
    this.#draft = draft;
    this.#put('draft', draft === null ? [] : featuresOf(draft, (spot) => this.#drawn(spot)));
  }

  /** While something is drawn a click sets a corner; a double click then ends it and does not zoom. */
  setDrawing(is: boolean): void {
    this.#map.getCanvas().style.cursor = is ? 'crosshair' : '';
    if (is) this.#map.doubleClickZoom.disable();
    else this.#map.doubleClickZoom.enable();
  }

  setLook(look: Look): void {
    this.#look = look;
    this.#restyle();
    this.#blink();
  }

  /** Pixels of the picture for each CSS pixel: what is enlarged on its way to the screen needs more of them. */
  setSharpness(ratio: number): void {
    this.#map.setPixelRatio(ratio);
  }

  // ── where it looks ──

  get centre(): Degrees {
    return this.#house(this.#map.getCenter());
  }

  /** Where a spot stands, pixels from the upper left of the map. */
  pixelOf(spot: Degrees): { x: number; y: number } {
    const { x, y } = this.#map.project(this.#drawn(spot));
    return { x, y };
  }

  /** The spot under a pixel of the map. */
  spotAt({ x, y }: { readonly x: number; readonly y: number }): Degrees {
    return this.#house(this.#map.unproject([x, y]));
  }

  /** Tells with each step when the map moves; gives the way to end it. */
  whenMoved(listener: () => void): () => void {
    this.#map.on('move', listener);
    return () => void this.#map.off('move', listener);
  }

  /** In its middle, as near as it is now. */
  lookAt(spot: Degrees): void {
    this.#map.jumpTo({ center: this.#drawn(spot) });
  }

  zoomBy(levels: number): void {
    this.#map.zoomTo(this.#map.getZoom() + levels, { animate: !this.#look.still });
  }

  /** In the middle of what the drawer leaves free, near enough to tell it from its neighbours. */
  goTo(spot: Degrees, zoom = Math.max(16, this.#map.getZoom())): void {
    const view = { center: this.#drawn(spot), zoom, offset: freeMiddle(this.#map.getContainer()) };
    if (this.#look.still) this.#map.easeTo({ ...view, animate: false });
    else this.#map.flyTo({ ...view, maxDuration: 1_200 });
  }

  /** All of them in sight; beside the drawer, where it lies over the map or is about to. */
  showAll(spots: readonly Degrees[], isBesideDrawer = false): void {
    const [first] = spots;
    if (first === undefined) return;
    let [west, south, east, north] = [...this.#drawn(first), ...this.#drawn(first)] as [number, number, number, number];
    for (const spot of spots) {
      const [longitude, latitude] = this.#drawn(spot);
      [west, east] = [Math.min(west, longitude), Math.max(east, longitude)];
      [south, north] = [Math.min(south, latitude), Math.max(north, latitude)];
    }
    const padding = marginsOf(this.#map.getContainer(), isBesideDrawer);
    this.#map.fitBounds([west, south, east, north], { padding, maxZoom: 16, animate: false });
  }

  // ── inside ──

  #drawn(spot: Degrees): [longitude: number, latitude: number] {
    const [longitude, latitude] = turned(spot, 'wgs84', this.#system);
    return [longitude, latitude];
  }

  #house({ lng, lat }: LngLat): Degrees {
    return turned([lng, lat], this.#system, 'wgs84');
  }

  #lay(base: Base, system: Coordinates): void {
    this.#base = base;
    if (system !== this.#system) {
      const centre = this.#house(this.#map.getCenter());
      this.#system = system;
      this.lookAt(centre);
      this.#drawPoints();
      this.setAround(this.#around);
      this.setShapes(this.#shapes);
      this.setSketches(this.#sketches);
      this.setDraft(this.#draft);
      this.setChosen(this.#chosen);
    }
    this.#restyle();
  }

  #restyle(): void {
    this.#isReady = false;
    this.#map.setStyle(styleOf(this.#look, this.#base), { diff: false });
  }

  /** A new style knows nothing of what stands on it. */
  #fill(): void {
    this.#isReady = true;
    for (const name of OWN_SOURCES) this.#send(name);
    this.#moved();
  }

  #put(name: OwnSource, features: Feature[]): void {
    this.#data.set(name, features);
    if (this.#isReady) this.#send(name);
  }

  #send(name: OwnSource): void {
    void this.#source(name)?.setData({ type: 'FeatureCollection', features: this.#data.get(name) ?? [] });
  }

  #source(name: OwnSource): GeoJSONSource | undefined {
    return this.#map.getSource<GeoJSONSource>(name);
  }

  #drawPoints(): void {
    this.#states = this.#points.map((point) => stateOf(point, this.#picture));
    this.#put(
      'points',
      this.#points.map((point, id) => ({ ...this.#featureOf(point, this.#states[id] ?? 'normal'), id })),
    );
    this.#drawFires();
  }

  #drawFires(): void {
    const burning = this.#points.filter((point) => this.#picture.at.get(keyOf(point))?.some((one) => one.class === 'fire' && !one.drill));
    this.#put(
      'fires',
      burning.map((point) => this.#featureOf(point, 'fire')),
    );
  }

  #changeStates(): void {
    const update: { id: number; addOrUpdateProperties: { key: string; value: unknown }[] }[] = [];
    for (const [id, point] of this.#points.entries()) {
      const state = stateOf(point, this.#picture);
      if (state === this.#states[id]) continue;
      this.#states[id] = state;
      const { properties } = this.#featureOf(point, state);
      const kept = this.#data.get('points')?.[id];
      if (kept) kept.properties = properties;
      update.push({ id, addOrUpdateProperties: Object.entries(properties).map(([key, value]) => ({ key, value })) });
    }
    if (update.length > 0 && this.#isReady) void this.#source('points')?.updateData({ update });
  }

  #featureOf(point: MapPoint, state: PointState): Feature {
    const properties = { key: keyOf(point), name: point.name, icon: `${signOf(point)}|${state}`, rank: rankOfState(state) };
    return spotFeature(this.#drawn([point.longitude, point.latitude]), properties);
  }

  #featuresOf({ kind, spots, name }: Shape): Feature[] {
    const drawn = spots.map((spot) => this.#drawn(spot));
    const corners = drawn.map((spot, at) => spotFeature(spot, at === drawn.length - 1 && name !== undefined ? { name } : {}));
    if (drawn.length < 2) return corners;
    if (kind === 'line' || drawn.length < 3) return [lineFeature(drawn), ...corners];
    return [areaFeature(drawn), ...corners];
  }

  #moved(): void {
    const bounds = this.#map.getBounds();
    const [west, south] = [bounds.getWest(), bounds.getSouth()];
    const [east, north] = [bounds.getEast(), bounds.getNorth()];
    this.#put('grid', graticule({ west, south, east, north }));
    const [houseWest, houseSouth] = turned([west, south], this.#system, 'wgs84');
    const [houseEast, houseNorth] = turned([east, north], this.#system, 'wgs84');
    this.#told().onView({ west: houseWest, south: houseSouth, east: houseEast, north: houseNorth });
  }

  #clicked({ point, lngLat }: MapMouseEvent): void {
    const told = this.#told();
    const box: [[number, number], [number, number]] = [
      [point.x - TOUCH, point.y - TOUCH],
      [point.x + TOUCH, point.y + TOUCH],
    ];
    const isDrawing = this.#map.getCanvas().style.cursor === 'crosshair';
    const [found] = isDrawing ? [] : this.#map.queryRenderedFeatures(box, { layers: [...SYMBOL_LAYERS] });
    const [sketch] = isDrawing || found ? [] : this.#map.queryRenderedFeatures(box, { layers: [...SKETCH_LAYERS] });
    const { key, cluster_id: cluster } = found?.properties ?? {};
    if (typeof key === 'string') told.onPoint(key);
    else if (typeof cluster === 'number' && found?.geometry.type === 'Point') void this.#open(cluster, found.geometry.coordinates);
    else if (typeof sketch?.properties['id'] === 'string') told.onSketch(sketch.properties['id']);
    else told.onSpot(this.#house(lngLat));
  }

  async #open(cluster: number, [longitude = 0, latitude = 0]: readonly number[]): Promise<void> {
    const zoom = await this.#source('points')?.getClusterExpansionZoom(cluster);
    this.#map.easeTo({ center: [longitude, latitude], zoom: (zoom ?? this.#map.getZoom()) + 0.5, animate: !this.#look.still });
  }

  /** Two rings around a fire: the outer stands, the inner goes on and off; for who wants stillness both stand. */
  #blink(): void {
    clearInterval(this.#blinking);
    let isOn = true;
    const show = (opacity: number): void => {
      if (this.#isReady && this.#map.getLayer('fire-ring')) this.#map.setPaintProperty('fire-ring', 'circle-stroke-opacity', opacity);
    };
    show(1);
    if (this.#look.still) return;
    this.#blinking = setInterval(() => {
      if ((this.#data.get('fires') ?? []).length === 0) return;
      isOn = !isOn;
      show(isOn ? 1 : 0.15);
    }, BLINK_MS);
  }
}
