import http from 'k6/http'; import { check, group, sleep } from 'k6'; import { Trend } from 'k6/metrics';
const t = new Trend('t', true); export const options = { vus: 1, thresholds: { t: ['avg<1'] } };
export function setup() { return { a: [1] }; }
export default function (d) { group('g', () => { const r = http.post('http://h/a', { b: [1, 2] }, { tags: { c: 'd' } });
  check(r, { ok: (x) => x.json().a === undefined }); t.add(r.timings.duration); }); http.batch(['http://h/x', 'http://h/y']); sleep(1); }
