import exec, { milliseconds } from 'k6/execution';

// The helpers that k6 publishes as `k6-utils`, written anew; the dice are those of the user.
export const randomIntBetween = (low, high) => Math.floor(Math.random() * (high - low + 1) + low);
export const randomItem = (items) => items[Math.floor(Math.random() * items.length)];
export function randomString(length, charset = 'abcdefghijklmnopqrstuvwxyz') {
  let text = '';
  for (let left = length; left > 0; left--) text += charset[Math.floor(Math.random() * charset.length)];
  return text;
}
export const uuidv4 = () => 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
  const digit = Math.floor(Math.random() * 16);
  return (place === 'x' ? digit : (digit & 3) | 8).toString(16);
});
export function findBetween(text, left, right, all = false) {
  const found = [];
  for (let from = 0; ;) {
    const begin = text.indexOf(left, from);
    if (begin === -1) break;
    const end = text.indexOf(right, begin + left.length);
    if (end === -1) break;
    found.push(text.substring(begin + left.length, end));
    if (!all) return found[0];
    from = end + right.length;
  }
  return all ? found : null;
}
// Targets along a bell from -2 to 2 standard deviations, from 0 and back to it.
export function normalDistributionStages(maxVus, durationSeconds, numberOfStages = 10) {
  const bell = (x) => Math.exp(-(x ** 2) / 2);
  const duration = `${Math.ceil(durationSeconds / (numberOfStages + 2))}s`;
  const stages = Array.from({ length: numberOfStages }, (_, i) => {
    const x = numberOfStages === 1 ? 0 : -2 + (4 * i) / (numberOfStages - 1);
    return { duration, target: Math.ceil(maxVus * bell(x)) };
  });
  return [{ duration: '0s', target: 0 }, ...stages, { duration, target: 0 }];
}
export function getCurrentStageIndex() {
  const { stages } = exec.test.options.scenarios[exec.scenario.name] || {};
  if (!stages) throw new Error(`only ramping-vus or ramping-arrival-rate supports stages, the current executor is ${exec.scenario.executor}`);
  if (stages.length < 1) throw new Error('it is expected that at least one stage is defined');
  let left = Date.now() - exec.scenario.startTime;
  const at = stages.findIndex((stage) => { left -= milliseconds(stage.duration); return left < 0; });
  return at < 0 ? stages.length - 1 : at;
}
export function tagWithCurrentStageIndex() { exec.vu.metrics.tags.stage = getCurrentStageIndex(); }
export function tagWithCurrentStageProfile() {
  const { stages } = exec.test.options.scenarios[exec.scenario.name] || {};
  const at = getCurrentStageIndex();
  const before = at === 0 ? 0 : stages[at - 1].target;
  exec.vu.metrics.tags.stage_profile = stages[at].target > before ? 'ramp-up' : stages[at].target < before ? 'ramp-down' : 'steady';
}
