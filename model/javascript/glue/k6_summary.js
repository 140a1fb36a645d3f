import * as native from 'onsale:native';

export const textSummary = (data, { indent = ' ', enableColors = true } = {}) => native.textSummary(JSON.stringify(data), String(indent), !!enableColors);
const escaped = (text) => String(text).replace(/[<>&'"]/g, (letter) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&apos;', '"': '&quot;' }[letter]));
/// Thresholds as test cases.
export function jUnit(data, { name = 'k6 thresholds', classname = 'Unnamed folder' } = {}) {
  const cases = [];
  for (const metric of Object.keys(data.metrics)) {
    for (const expression of Object.keys(data.metrics[metric].thresholds || {})) {
      const begin = `    <testcase name="${escaped(metric)} - ${escaped(expression)}" classname="${escaped(classname)}"`;
      cases.push(data.metrics[metric].thresholds[expression].ok ? `${begin} />` : `${begin}><failure message="failed" /></testcase>`);
    }
  }
  const failures = cases.filter((each) => each.includes('<failure')).length;
  return `<?xml version="1.0"?>\n<testsuites tests="${cases.length}" failures="${failures}">\n  <testsuite name="${escaped(name)}" tests="${cases.length}" failures="${failures}">\n${cases.join('\n')}\n  </testsuite>\n</testsuites>`;
}
