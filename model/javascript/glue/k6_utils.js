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
export function normalDistributionStages(maxVus, durationSeconds, numberOfStages = 10) {
  const bell = (x) => Math.exp(-0.5 * ((x / 2) ** 2)) / (2 * Math.sqrt(2 * Math.PI));
  const curve = new Array(numberOfStages + 2).fill(0);
  const times = new Array(numberOfStages + 2).fill(0).map((_, i) => Math.ceil((durationSeconds / (numberOfStages + 1)) * (i === 0 ? 0 : 1)));
  let peak = 0;
  for (let i = 0; i <= numberOfStages + 1; i++) {
    curve[i] = bell(-10 + (20 * i) / (numberOfStages + 1) * 1);
    peak = Math.max(peak, curve[i]);
  }
  const stages = curve.map((height, i) => ({ duration: `${times[i]}s`, target: Math.ceil((height * maxVus) / peak) }));
  stages[0].target = 0;
  stages[0].duration = '0s';
  stages[stages.length - 1].target = 0;
  return stages;
}
export function getCurrentStageIndex() { throw new Error('getCurrentStageIndex() is not there: use the time since the start of the test'); }
export const tagWithCurrentStageIndex = getCurrentStageIndex;
export const tagWithCurrentStageProfile = getCurrentStageIndex;
