// What steps tell things apart by: values of any type, of the request or constant, alone or together.
#include "tests/unit/system/one_endpoint.hpp"

#include <gmock/gmock.h>

#include <set>

namespace onsale::system {
namespace {

using http::Value;

Registers with(const Value& user, const Value& seat = {})
{
  Registers registers;
  registers[Register::user] = user;
  registers[Register::seat] = seat;
  return registers;
}

/// A lock with such a key, held for a second by each request; `when` each was sent.
std::vector<double> took_s(const std::string& input, const std::string& key, const std::vector<Request>& requests)
{
  SystemRig rig(free_machine("jvm: {thread-start-cpu: 0s}\nendpoints:\n  buy:\n    path: /\n    input: " + input +
                             "\n    flow: [{lock: {application: it, key: " + key +
                             "}}, {delay: 1s}, {respond: {}}]\n"));
  for (std::uint32_t user = 0; user < requests.size(); ++user)
    rig.at(0, user, requests[user]);
  rig.run();
  std::vector<double> all(requests.size());
  for (const Ended& each : rig.ended)
    all[each.user] = each.took_s();
  expect_nothing_leaked(rig);
  return all;
}

} // namespace

TEST(Key, OfOneIdIsTheId)
{
  const Key key({Operand(Register::user)});
  EXPECT_EQ(key.of(with(Value::id(17))), 17u);
  EXPECT_EQ(key.of(with(17)), 17u);
  EXPECT_EQ(key.of(with({})), Value::no_id);
}

TEST(Key, TellsTypesAndPlacesApart)
{
  const Key one({Operand(Register::user)});
  const Key both({Operand(Register::user), Operand(Register::seat)});
  std::set<std::uint64_t> keys = {one.of(with(3)), one.of(with(Value::text(3))), one.of(with(3.5)), one.of(with(-3))};
  EXPECT_EQ(keys.size(), 4u);
  keys.clear();
  for (std::uint64_t user = 0; user < 100; ++user)
    for (std::uint64_t seat = 0; seat < 100; ++seat)
      keys.insert(both.of(with(Value::id(user), Value::id(seat))));
  EXPECT_EQ(keys.size(), 10000u);
  EXPECT_EQ(both.of(with(3)), Value::no_id) << "one part is missing";
}

TEST(Key, LocksWhatItNames)
{
  using testing::ElementsAre;
  const std::vector<Request> three = {
      {.send = {{"z", 1}, {"c", 5}}}, {.send = {{"z", 1}, {"c", 6}}}, {.send = {{"z", 1}, {"c", 5}}}};
  EXPECT_THAT(took_s("{zone: z, coupon: c}", "[zone, coupon]", three), ElementsAre(1, 1, 2));
  EXPECT_THAT(took_s("{zone: z}", "zone", three), ElementsAre(1, 2, 3));
  EXPECT_THAT(took_s("{seat: c}", "seat", three), ElementsAre(1, 1, 2));
  EXPECT_THAT(took_s("{}", "1", three), ElementsAre(1, 2, 3)) << "one lock for all";
  EXPECT_THAT(took_s("{}", "\"'sale'\"", three), ElementsAre(1, 2, 3));
}

TEST(Set, GivesValues)
{
  SystemRig rig(
      one_endpoint("[{set: {zone: {from: 1, to: 4}, tries: 3, count: tries}}, {branch: {when: zone < 3, then: "
                   "[{delay: 1s}]}}, {respond: {fields: {zone: zone, count: count}}}]"));
  one_by_one(rig, 4000);
  double low = 0;
  for (const Ended& each : rig.ended) {
    EXPECT_THAT(each.fields[0], testing::AnyOf(1, 2, 3, 4));
    EXPECT_EQ(each.fields[1], 3);
    EXPECT_NEAR(each.took_s(), each.fields[0] < 3 ? 1 : 0, 1e-9);
    low += each.fields[0] < 3 ? 1 : 0;
  }
  EXPECT_NEAR(low / 4000, 0.5, 4 * 0.5 / std::sqrt(4000)); // 99.99 %
}

TEST(Set, TextsAreComparedAsTexts)
{
  for (const auto& [when, status] : std::vector<std::pair<std::string, int>>{
           {"grade == 'VIP'", 201}, {"grade != 'VIP'", 200}, {"grade == 'R'", 200}, {"grade < 'X'", 200}}) {
    SystemRig rig(one_endpoint("[{set: {grade: \"'VIP'\"}}, {branch: {when: \"" + when +
                               "\", then: [{respond: {status: 201}}]}}, {respond: {}}]"));
    one_by_one(rig, 1);
    EXPECT_EQ(rig.ended.front().status, status) << when;
  }
}

TEST(Set, WhatNobodyUsesIsTold)
{
  EXPECT_THAT(system_faults(one_endpoint("[{set: {zone: 1}}, {respond: {}}]")),
              testing::HasSubstr("there is no register zone, and no step uses such a value: user"));
  std::string nine;
  for (int k = 0; k < 9; ++k)
    nine += "a" + std::to_string(k) + ": 1, ";
  EXPECT_THAT(system_faults(one_endpoint("[{set: {" + nine + "}}, {respond: {}}]")),
              testing::HasSubstr("a flow has at most 8 values of its own"));
}

} // namespace onsale::system
