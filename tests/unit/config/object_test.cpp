#include "model/config/object.hpp"
#include "tests/unit/config/fault_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace onsale::config {

using namespace std::chrono_literals;

namespace {

enum class Law { fixed, lognormal };

struct Reading : testing::Test {
  Object read(std::string_view text)
  {
    document = parse_document(text, "s.yaml", faults);
    return Object(document, faults);
  }
  std::string text() const { return fault_text(faults); }

  Faults faults;
  Document document;
};

} // namespace

using AnObject = Reading;

TEST_F(AnObject, ReadsEveryKindOfValue)
{
  auto root = read("cores: 6\nspeed: 2.5\nshare: 12%\ncpu: 1m30s\nheap: 2GiB\narrivals: 120/min\nsmt: yes\n"
                   "name: on sale\nlaw: LogNormal\nstages: [{target: 5}, {target: 7}]\nhost: {cores: 4}\n");
  EXPECT_EQ(root.integer("cores"), 6);
  EXPECT_EQ(root.number("speed"), 2.5);
  EXPECT_DOUBLE_EQ(root.ratio("share"), 0.12);
  EXPECT_EQ(root.duration("cpu"), 90s);
  EXPECT_EQ(root.bytes("heap"), 2LL << 30);
  EXPECT_DOUBLE_EQ(root.rate_per_s("arrivals"), 2);
  EXPECT_TRUE(root.boolean("smt"));
  EXPECT_EQ(root.text("name"), "on sale");
  EXPECT_EQ(root.one_of<Law>("law", "", {{"fixed", Law::fixed}, {"lognormal", Law::lognormal}}), Law::lognormal);
  std::int64_t total = 0;
  for (const auto& stage : root.list("stages"))
    total += stage.object().integer("target");
  EXPECT_EQ(total, 12);
  auto host = root.object("host");
  EXPECT_EQ(host.number("cores", {.minimum = 1, .default_value = 6}), 4);
  host.finish();
  root.finish();
  EXPECT_EQ(text(), "");
}

TEST_F(AnObject, GivesDefaultsForAbsentKeys)
{
  auto root = read("");
  EXPECT_EQ(root.integer("cores", {.default_value = 6}), 6);
  EXPECT_EQ(root.duration("cpu", {.default_value = 30s}), 30s);
  EXPECT_EQ(root.text("name", {.default_value = "none"}), "none");
  EXPECT_EQ(root.one_of<Law>("law", "", {{"fixed", Law::fixed}}, Law::lognormal), Law::lognormal);
  EXPECT_EQ(root.object("host").number("cores", {.default_value = 4}), 4);
  EXPECT_TRUE(root.list("stages").empty());
  EXPECT_FALSE(root.has("cores"));
  EXPECT_EQ(text(), "");
}

TEST_F(AnObject, ReportsEverythingMissingAtTheMapItIsMissingFrom)
{
  auto root = read("host:\n  smt: true\n");
  auto host = root.object("host");
  host.integer("cores");
  host.number("speed");
  host.ratio("share");
  host.duration("cpu");
  host.bytes("heap");
  host.rate_per_s("arrivals");
  host.boolean("turbo");
  host.text("name");
  host.one_of<Law>("law", "", {{"fixed", Law::fixed}, {"lognormal", Law::lognormal}});
  host.list("stages", {.minimum_size = 1});
  host.object("disk").duration("seek");
  EXPECT_EQ(text(), "s.yaml:2:3: host.cores is missing, expected an integer\n"
                    "s.yaml:2:3: host.speed is missing, expected a number\n"
                    "s.yaml:2:3: host.share is missing, expected a ratio such as 0.12 or 12%\n"
                    "s.yaml:2:3: host.cpu is missing, expected a duration such as 30s, 1m30s or 500ms\n"
                    "s.yaml:2:3: host.heap is missing, expected a size such as 512MB or 2GiB\n"
                    "s.yaml:2:3: host.arrivals is missing, expected a rate such as 1849/s\n"
                    "s.yaml:2:3: host.turbo is missing, expected true or false\n"
                    "s.yaml:2:3: host.name is missing, expected a text\n"
                    "s.yaml:2:3: host.law is missing, expected one of fixed, lognormal\n"
                    "s.yaml:2:3: host.stages is missing, expected a list of at least 1\n"
                    "s.yaml:2:3: host.disk.seek is missing, expected a duration such as 30s, 1m30s or 500ms\n");
}

TEST_F(AnObject, ReportsEveryBrokenRuleWithItsDefaultAndReadsOn)
{
  auto root = read("cores: 0\nspeed: 0\nshare: 120%\ncpu: -5s\nheap: 9GB\narrivals: -1/s\nsmt: maybe\nlaw: lognorml\n"
                   "think: 30\nname: [a]\nstages: 5\nhost: 3\nempty:\nlist: []\n");
  EXPECT_EQ(root.integer("cores", {.minimum = 1, .maximum = 64, .default_value = 6}), 6);
  root.number("speed", {.above = 0});
  root.ratio("share");
  root.duration("cpu", {.default_value = 2ms});
  root.bytes("heap", {.maximum = 8LL << 30});
  root.rate_per_s("arrivals");
  root.boolean("smt", {.default_value = true});
  root.one_of<Law>("law", "", {{"fixed", Law::fixed}, {"lognormal", Law::lognormal}});
  root.duration("think");
  root.text("name");
  root.list("stages");
  root.object("host").integer("cores");
  root.number("empty");
  root.list("list", {.minimum_size = 2});
  EXPECT_EQ(text(),
            "s.yaml:1:8: cores: 0 is below 1 (default 6)\n"
            "s.yaml:2:8: speed: 0 is not above 0\n"
            "s.yaml:3:8: share: 120% is above 1\n"
            "s.yaml:4:6: cpu: -5s is below 0s (default 2ms)\n"
            "s.yaml:5:7: heap: 9GB is above 8GB\n"
            "s.yaml:6:11: arrivals: -1/s is below 0/s\n"
            "s.yaml:7:6: smt: expected true or false, found \"maybe\"\n"
            "s.yaml:8:6: law: expected one of fixed, lognormal, found \"lognorml\", did you mean \"lognormal\"?\n"
            "s.yaml:9:8: think: 30 needs a unit, as in 30s or 30ms\n"
            "s.yaml:10:7: name: expected a text, found a list\n"
            "s.yaml:11:9: stages: expected a list, found \"5\"\n"
            "s.yaml:12:7: host: expected a map, found \"3\"\n"
            "s.yaml:13:1: empty: expected a number, found nothing\n"
            "s.yaml:14:7: list: expected a list of at least 2, found 0\n");
}

TEST_F(AnObject, RefusesKeysNobodyAskedForWithTheNearestThatWas)
{
  auto root = read("host:\n  coers: 4\n  zebra: 1\nlaod: 3\n");
  auto host = root.object("host");
  host.integer("cores", {.default_value = 1});
  host.boolean("smt", {.default_value = true});
  host.finish();
  root.object("load");
  root.finish();
  EXPECT_EQ(text(), "s.yaml:2:3: host: unknown key \"coers\", did you mean \"cores\"?\n"
                    "s.yaml:3:3: host: unknown key \"zebra\", expected one of cores, smt\n"
                    "s.yaml:4:1: unknown key \"laod\", did you mean \"load\"?\n");
}

TEST_F(AnObject, GivesItsEntriesInFileOrderWithPlaces)
{
  auto root = read("zoo: 1\nant: 2\n");
  std::string seen;
  for (const auto& entry : root.entries())
    seen += entry.key + "@" + to_string(entry.place) + "=" + entry.value.text() + ";";
  root.finish();
  EXPECT_EQ(seen, "zoo@s.yaml:1:1=1;ant@s.yaml:2:1=2;");
  EXPECT_EQ(text(), "");
}

TEST_F(AnObject, SaysWhatItIsByExactlyOneKey)
{
  auto root = read("- cpu: 2ms\n- {cpu: 1ms, redis: get}\n- {sleep: 1s}\n");
  EXPECT_EQ(text(), "s.yaml:1:1: expected a map of keys and values, found a list\n");
  faults = {};
  auto steps = read("steps:\n- cpu: 2ms\n- {cpu: 1ms, redis: get}\n- {sleep: 1s}\n");
  std::vector<std::string> kinds;
  for (const auto& step : steps.list("steps"))
    kinds.push_back(step.object().exactly_one_of({{"cpu", ""}, {"redis", ""}}));
  EXPECT_THAT(kinds, testing::ElementsAre("cpu", "cpu", ""));
  EXPECT_EQ(text(), "s.yaml:3:3: steps[1]: expected only one of cpu, redis\n"
                    "s.yaml:4:3: steps[2]: expected one of cpu, redis\n");
}

TEST_F(AnObject, TakesFaultsOfTheReaderAtItsKeys)
{
  auto root = read("host:\n  cores: 4\n");
  auto host = root.object("host");
  host.fault("cores", "more than the cpu has");
  host.fault("speed", "needs cores");
  host.fault("cannot be both");
  EXPECT_EQ(text(), "s.yaml:2:3: host.speed: needs cores\n"
                    "s.yaml:2:3: host: cannot be both\n"
                    "s.yaml:2:10: host.cores: more than the cpu has\n");
}

TEST_F(AnObject, OfAnUnreadableDocumentReportsNothingMissing)
{
  auto root = read("host: [1, 2\n");
  root.integer("cores");
  root.object("disk").integer("size");
  EXPECT_EQ(faults.list().size(), 1U) << text();
}

} // namespace onsale::config
