#include "tests/unit/javascript/fake_world.hpp"

#include <gtest/gtest.h>

#include <string>

namespace onsale::javascript {
namespace {

/// Cycles, closures, promises, exceptions across suspensions, two users by turns.
const char* const restless = R"(
import http from 'k6/http';
import { check, group, sleep } from 'k6';
import { SharedArray } from 'k6/data';
import { Trend } from 'k6/metrics';
const rows = new SharedArray('rows', () => Array.from({ length: 20 }, (_, i) => ({ id: i })));
const trend = new Trend('own', true);
const seen = new Map();
export default async function () {
  const node = { row: rows[Math.floor(Math.random() * rows.length)] };
  node.self = node;
  seen.set(node.row.id, node);
  group('g', () => [1, 2].forEach((n) => {
    try {
      const response = http.post(`http://shop/api/${n}`, JSON.stringify({ id: node.row.id }));
      check(response, { ok: (r) => r.json().data.ok });
      trend.add(response.timings.duration);
      if (Math.random() < 0.5) throw new Error(`no ${n}`);
    } catch (error) { console.log(error.message, seen.size); }
  }));
  await new Promise((resolve) => setTimeout(resolve, 10));
  const all = await Promise.all([http.asyncRequest('GET', 'http://shop/a'), http.asyncRequest('GET', 'http://shop/b')]);
  console.log(all.map((r) => r.json().data.n), Date.now(), __VU, __ITER);
  sleep(Math.random());
})";

struct Trace {
  std::string text;
  explicit Trace(const Engine::Options& engine)
  {
    FakeWorld world(restless, {.engine = engine});
    for (int turn = 0; turn < 6; ++turn)
      text += world.run("default", static_cast<std::uint32_t>(turn % 2));
    for (const auto& action : world.actions)
      text += action + "\n";
    for (const auto& request : world.port.requests)
      text += request + "\n";
    text += std::to_string(world.now_s);
  }
};

TEST(Determinism, CollectionsChangeNothing)
{
  const Trace plain({});
  EXPECT_GT(plain.text.size(), 500u);
  EXPECT_EQ(plain.text, Trace({.collects_always = true}).text);
}

TEST(Determinism, ARealmForEachUserChangesNothing)
{
  EXPECT_EQ(Trace({}).text, Trace({.realm_per_user = true}).text);
}

TEST(Determinism, ANewRunIsTheSame)
{
  EXPECT_EQ(Trace({}).text, Trace({}).text);
}

TEST(Determinism, CutOffAnywhereLeavesTheNextIterationWhole)
{
  FakeWorld world(restless, {.engine = {.collects_always = true}});
  world.run("default", 0);
  auto script = world.scripts().make("default", 7);
  http::Response response;
  response.status = 200;
  const http::Field field{0, 1.0};
  response.fields = {&field, 1};
  for (int cut = 1; cut < 14; ++cut) {
    script->start({static_cast<std::uint64_t>(cut), 7});
    for (int actions = 0; actions < cut; ++actions)
      if (script->next(&response, [] { return 0.25; }).kind == k6::Action::Kind::end)
        break;
    script->abandon();
  }
  EXPECT_FALSE(world.run("default", 7).empty());
}

} // namespace
} // namespace onsale::javascript
