// Where map apps are led: the same spot, in the coordinates of each; a name cannot break out of its address.
import { waysTo } from './ways-to.ts';

/** Tian'anmen as widely published, WGS-84 39.9075 N 116.39723 E; GCJ-02 and BD-09 lie 500 m and 1.2 km to the north-east. */
const SQUARE = { longitude: 116.39723, latitude: 39.9075 };

function hrefOf(app: string, name = '示范大厦'): string {
  return waysTo(SQUARE, name).find((one) => one.app === app)?.href ?? '';
}

it('leads Amap in GCJ-02, longitude first', () => {
  const [east = 0, north = 0] = (/to=([\d.]+),([\d.]+),/.exec(hrefOf('amap')) ?? []).slice(1).map(Number);
  expect(east).toBeCloseTo(116.40347, 4);
  expect(north).toBeCloseTo(39.9089, 4);
  expect(hrefOf('amap')).toContain('coordinate=gaode');
});

it('leads Baidu in BD-09, latitude first', () => {
  const [north = 0, east = 0] = (/latlng:([\d.]+),([\d.]+)%7C/.exec(hrefOf('baidu')) ?? []).slice(1).map(Number);
  expect(east).toBeCloseTo(116.40984, 3);
  expect(north).toBeCloseTo(39.91523, 3);
  expect(hrefOf('baidu')).toContain('coord_type=bd09ll');
});

it('leads any other app in WGS-84, as RFC 5870 has it', () => {
  expect(hrefOf('geo')).toMatch(/^geo:39\.907500,116\.397230\?q=39\.907500,116\.397230\(/);
});

it('lets no name put anything of its own into the address', () => {
  for (const { href } of waysTo(SQUARE, '楼&to=0,0|x)#<script>')) expect(decodeURIComponent(href)).not.toMatch(/楼[&|]to=0,0[|)]/);
  for (const { href } of waysTo(SQUARE, '楼&to=0,0')) expect(href).not.toContain('楼&');
});
