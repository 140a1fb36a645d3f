// What scripts use of Papa Parse: text with separated values to rows, and back.
const rows_of = (text, delimiter, quote) => {
  const rows = [];
  let row = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const letter = text[i];
    if (quoted) {
      if (letter !== quote) field += letter;
      else if (text[i + 1] === quote) { field += quote; i++; } else quoted = false;
    } else if (letter === quote && field === '') quoted = true;
    else if (letter === delimiter) { row.push(field); field = ''; } else if (letter === '\n' || letter === '\r') {
      if (letter === '\r' && text[i + 1] === '\n') i++;
      row.push(field); rows.push(row); row = []; field = '';
    } else field += letter;
  }
  if (field !== '' || row.length > 0) { row.push(field); rows.push(row); }
  return rows;
};
const guess = (text) => [',', '\t', '|', ';'].reduce((best, each) => (text.split('\n', 1)[0].split(each).length > text.split('\n', 1)[0].split(best).length ? each : best), ',');
const typed = (text) => {
  if (text === 'true' || text === 'TRUE') return true;
  if (text === 'false' || text === 'FALSE') return false;
  return /^\s*-?(\d+\.?|\.\d+|\d+\.\d+)([eE][-+]?\d+)?\s*$/.test(text) ? parseFloat(text) : text === '' ? null : text;
};

export function parse(input, config = {}) {
  const text = input.startsWith('\ufeff') ? input.slice(1) : input;
  const delimiter = config.delimiter || guess(text);
  let rows = rows_of(text, delimiter, config.quoteChar || '"');
  if (config.skipEmptyLines) rows = rows.filter((row) => !(row.length === 1 && row[0] === ''));
  else if (rows.length > 0 && text.endsWith('\n')) rows.push(['']);
  if (config.comments) rows = rows.filter((row) => !row[0].startsWith(config.comments === true ? '#' : config.comments));
  if (config.dynamicTyping) rows = rows.map((row, i) => (config.header && i === 0 ? row : row.map(typed)));
  const meta = { delimiter, linebreak: text.includes('\r\n') ? '\r\n' : '\n', aborted: false, truncated: false };
  if (!config.header) return { data: config.preview ? rows.slice(0, config.preview) : rows, errors: [], meta };
  const [names = [], ...lines] = rows;
  const fields = config.transformHeader ? names.map(config.transformHeader) : names;
  const data = lines.map((row) => Object.fromEntries(fields.slice(0, row.length).map((name, i) => [name, row[i]])));
  return { data: config.preview ? data.slice(0, config.preview) : data, errors: [], meta: { ...meta, fields } };
}
export function unparse(rows, config = {}) {
  const delimiter = config.delimiter || ',';
  const field = (value) => { const text = value === null || value === undefined ? '' : String(value); return /["\n\r]/.test(text) || text.includes(delimiter) ? `"${text.replace(/"/g, '""')}"` : text; };
  const names = rows.length > 0 && !Array.isArray(rows[0]) ? Object.keys(rows[0]) : null;
  const lines = names ? [names, ...rows.map((row) => names.map((name) => row[name]))] : rows;
  return lines.map((line) => line.map(field).join(delimiter)).join(config.newline || '\r\n');
}
export default { parse, unparse };
