export const textSummary = (data) => data.__text || '';
export const jUnit = () => { throw new Error('jUnit() is not there'); };
