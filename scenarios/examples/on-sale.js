// The journey of on-sale.yaml as a k6 script:
//   onsale run scenarios/examples/on-sale.js --system examples/on-sale
import http from 'k6/http';
import { check, sleep } from 'k6';
import { Rate } from 'k6/metrics';
import { randomIntBetween, randomItem } from 'https://jslib.k6.io/k6-utils/1.4.0/index.js';

const BASE = __ENV.BASE_URL || 'http://localhost:8080';
const bought = new Rate('bought');

export const options = {
  scenarios: {
    rush: {
      executor: 'ramping-arrival-rate', // users arrive whether or not the server keeps up
      startRate: 10,
      timeUnit: '1s',
      stages: [
        { duration: '10s', target: 80 }, // the doors open
        { duration: '40s', target: 80 },
        { duration: '40s', target: 5 },
      ],
      preAllocatedVUs: 500,
      maxVUs: 4000,
    },
  },
  thresholds: { http_req_failed: ['rate<0.05'], 'http_req_duration{name:status}': ['p(95)<300'] },
};

const post = (path, name, body, token) => http.post(`${BASE}${path}`, JSON.stringify(body), {
  headers: { 'Content-Type': 'application/json', token },
  tags: { name },
});
const get = (path, name, token) => http.get(`${BASE}${path}`, { headers: { token }, tags: { name } });

function letIn(token) {
  for (let tries = 0; tries < 40; tries++) {
    if (get('/queue/status', 'status', token).json('data.position') === 0) return true;
    sleep(2);
  }
  return false;
}

function holdSeat(event, token) {
  for (let tries = 0; tries < 3; tries++) {
    const free = get(`/events/${event}/seats`, 'seats', token).json('list');
    if (free && free.length > 0) {
      sleep(1 + 2 * Math.random());
      const hold = post(`/events/${event}/hold`, 'hold', { seat: randomItem(free).id }, token).json('data.hold');
      if (hold !== undefined) return hold; // somebody else may be faster
    }
  }
  return undefined;
}

export default function () {
  const entered = post('/queue/token', 'token', { userId: randomIntBetween(1, 100000) });
  check(entered, { 'has a number': (r) => r.json('data.token') !== undefined });
  const token = String(entered.json('data.token'));
  if (!letIn(token)) return bought.add(false);
  const hold = holdSeat(randomIntBetween(1, 4), token);
  if (hold === undefined) return bought.add(false);
  sleep(0.5 + Math.random());
  const reservation = post('/reservations', 'reserve', { hold }, token).json('data.reservation');
  if (reservation === undefined) return bought.add(false);
  const paid = post('/payments', 'pay', { reservation }, token);
  return bought.add(check(paid, { paid: (r) => r.json('data.payment') !== undefined }));
}
