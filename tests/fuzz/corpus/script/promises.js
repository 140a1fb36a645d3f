export default async function () { await new Promise((r) => setTimeout(r, 5)); class A { #x = 1; get x() { return this.#x; } } new A().x; }
