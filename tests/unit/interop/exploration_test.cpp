#include "model/config/object.hpp"
#include "sim/interop/exploration.hpp"
#include "sim/interop/json_schema.hpp"

#include <gtest/gtest.h>

namespace onsale::interop {
namespace {

nlohmann::ordered_json schema_of(const Read& read)
{
  return json_schema(explore(read));
}

nlohmann::ordered_json parsed(const char* text)
{
  return nlohmann::ordered_json::parse(text);
}

void read_host(const config::Document& document, config::Faults& faults)
{
  config::Object top(document, faults);
  config::Object host = top.object("host");
  const double cores = host.number("cores", {.above = 0.0});
  host.number("threads", {.minimum = cores, .default_value = cores});
  host.ratio("gain", {.default_value = 0.25});
  host.duration("wait", {.default_value = config::Duration(30)});
  host.finish();
}

} // namespace

TEST(Exploration, FindsKeysWithLimitsAndDefaults)
{
  const auto host = schema_of(read_host)["properties"]["host"];
  EXPECT_EQ(host["additionalProperties"], false);
  EXPECT_EQ(host["properties"]["cores"], parsed(R"({"type": "number", "exclusiveMinimum": 0})"));
  EXPECT_EQ(host["properties"]["gain"]["default"], 0.25);
  EXPECT_EQ(host["properties"]["wait"]["default"], "30s");
}

TEST(Exploration, WhatDependsOnOtherValuesIsNoLimitAndNoDefault)
{
  EXPECT_EQ(schema_of(read_host)["properties"]["host"]["properties"]["threads"], parsed(R"({"type": "number"})"));
}

TEST(Exploration, FindsKeysThatOnlyOneWordOfAChoiceBrings)
{
  const auto schema = schema_of([](const config::Document& document, config::Faults& faults) {
    config::Object top(document, faults);
    for (const config::Value& value : top.list("faults")) {
      auto fault = value.object();
      if (fault.text("kind", {.choices = {"slow", "down", "leak"}}) == "leak")
        fault.bytes("per-request", {.above = 0});
    }
  });
  const auto fault = schema["properties"]["faults"]["items"];
  EXPECT_EQ(fault["properties"]["kind"]["enum"], parsed(R"(["slow", "down", "leak"])"));
  EXPECT_TRUE(fault["properties"].contains("per-request"));
  EXPECT_EQ(fault["required"], parsed(R"(["kind"])")) << "per-request is asked for by leaks alone";
}

TEST(Exploration, WhatReadersSayOfAKeyDescribesIt)
{
  const auto schema = schema_of([](const config::Document& document, config::Faults& faults) {
    config::Object top(document, faults);
    if (top.has("rate", "iterations started"))
      top.integer("rate", {.says = "of all users", .minimum = 1});
    for (const auto& entry : top.object("hosts", "the machines").entries("one machine"))
      entry.value.is_a("host", "a machine of its own");
  });
  EXPECT_EQ(schema["properties"]["rate"]["description"], "iterations started; of all users");
  EXPECT_EQ(schema["properties"]["hosts"]["description"], "the machines");
  EXPECT_EQ(schema["properties"]["hosts"]["additionalProperties"]["description"], "one machine");
  EXPECT_EQ(schema["$defs"]["host"]["description"], "a machine of its own");
}

TEST(Exploration, AShapeThatContainsItselfIsDefinedOnce)
{
  const std::function<void(const config::Value&)> step = [&](const config::Value& value) {
    value.is_a("a step", "what is done");
    auto object = value.object();
    if (object.exactly_one_of({{"wait", "so long"}, {"repeat", "steps"}}) == "repeat")
      for (const config::Value& inner : object.list("repeat"))
        step(inner);
    else
      object.duration("wait");
  };
  const auto schema = schema_of([&](const config::Document& document, config::Faults& faults) {
    config::Object top(document, faults);
    for (const config::Value& value : top.list("steps"))
      step(value);
  });
  const auto reference = parsed(R"({"$ref": "#/$defs/a-step"})");
  EXPECT_EQ(schema["properties"]["steps"]["items"], reference);
  EXPECT_EQ(schema["$defs"]["a-step"]["properties"]["repeat"]["items"], reference);
  EXPECT_EQ(schema["$defs"]["a-step"]["allOf"],
            parsed(R"([{"oneOf": [{"required": ["wait"]}, {"required": ["repeat"]}]}])"));
}

TEST(Exploration, WhatAnIncludedFileMaySupplyIsNotRequired)
{
  EXPECT_FALSE(schema_of(read_host)["properties"]["host"].contains("required"));
}

TEST(Exploration, TakesEveryFormOfAValue)
{
  const auto schema = schema_of([](const config::Document& document, config::Faults& faults) {
    config::Object top(document, faults);
    const auto pick = top.value("pick");
    if (pick and pick->is_list())
      for (const config::Value& value : pick->list({.minimum_size = 1}))
        (void)value.number();
    else if (pick)
      (void)pick->text();
  });
  EXPECT_EQ(schema["properties"]["pick"]["anyOf"].size(), 2U);
  EXPECT_EQ(schema["properties"]["pick"]["anyOf"][1],
            parsed(R"({"type": "array", "items": {"type": "number"}, "minItems": 1})"));
}

} // namespace onsale::interop
