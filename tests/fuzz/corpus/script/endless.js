const f = () => f(); export default function () { try { f(); } catch (e) { [1].map(f); } for (;;) {} }
