#include "model/k6/summary/summary.hpp"
#include "model/k6/summary/summary_export.hpp"

#include <gmock/gmock.h>

namespace onsale::k6 {
namespace {

using testing::ElementsAre;
using testing::Field;

auto named(const char* name)
{
  return Field(&Summary::Metric::name, name);
}

TEST(Summary, HoldsObservedMetricsSortedAndThoseWithThresholds)
{
  Metrics metrics;
  Thresholds thresholds({{"http_req_failed{name:pay}", "rate<0.1"}}, metrics);
  metrics.add(MetricId::vus_max, TagSetId{}, 0, 5);
  metrics.add(MetricId::vus, TagSetId{}, 0, 5);
  metrics.add(MetricId::iterations, TagSetId{}, 1, 1);
  metrics.add(MetricId::iterations, TagSetId{}, 2, 1);
  thresholds.evaluate_final(metrics, 4);
  const auto summary = summarise(metrics, Checks(), thresholds, 4);
  EXPECT_THAT(summary.metrics, ElementsAre(named("http_req_failed"), named("http_req_failed{name:pay}"),
                                           named("iterations"), named("vus"), named("vus_max")));
  EXPECT_EQ(summary.metrics[2].value("rate"), 0.5);
}

TEST(Summary, OrdersNamesAsADictionary)
{
  EXPECT_TRUE(summary_order("http_req_waiting", "http_reqs")); // _ before letters
  EXPECT_TRUE(summary_order("http_req_duration{name:z}", "http_req_failed"));
  EXPECT_TRUE(summary_order("http_req_duration", "http_req_duration{name:a}"));
  EXPECT_TRUE(summary_order("Apple", "banana")); // case decides last
  EXPECT_TRUE(summary_order("a1", "aa"));
  EXPECT_FALSE(summary_order("vus_max", "vus"));
}

TEST(Summary, GivesTheTrendStatisticsThatWereAskedFor)
{
  Metrics metrics;
  metrics.add(MetricId::iteration_duration, TagSetId{}, 1, 250);
  const auto summary = summarise(metrics, Checks(), Thresholds(), 1, {"p(99)", "count"});
  ASSERT_EQ(summary.metrics.size(), 1);
  EXPECT_THAT(summary.metrics[0].values,
              ElementsAre(Field(&Summary::Value::name, "p(99)"), Field(&Summary::Value::name, "count")));
  EXPECT_EQ(summary.metrics[0].value("p(99)"), 250);
  EXPECT_THROW(summarise(metrics, Checks(), Thresholds(), 1, {"p99"}), std::invalid_argument);
}

TEST(Summary, FullKeepsScenariosAndNestedGroupsApart)
{
  // A request in ::buy::pay counts for its scenario, for buy and for pay; "buy more" is a group beside buy.
  Metrics metrics({.sections = true});
  const auto tags = [&](const char* scenario, const char* group) {
    return metrics.tags().intern({{"scenario", scenario}, {"group", group}});
  };
  metrics.add(MetricId::http_reqs, tags("buyers", "::buy::pay"), 1, 1);
  metrics.add(MetricId::http_reqs, tags("buyers", "::buy"), 1, 1);
  metrics.add(MetricId::http_reqs, tags("buyers", "::buy more"), 1, 1);
  metrics.add(MetricId::http_reqs, tags("viewers", ""), 1, 1);
  metrics.add(MetricId::checks,
              metrics.tags().intern({{"scenario", "buyers"}, {"group", "::buy"}, {"check", "bought"}}), 1, 0);
  const auto sections = summarise(metrics, Checks(), Thresholds(), 1).sections;
  ASSERT_EQ(sections.size(), 2);
  EXPECT_EQ(sections[0].name, "buyers");
  EXPECT_TRUE(sections[0].is_scenario);
  EXPECT_EQ(sections[0].metrics.back().value("count"), 3);
  ASSERT_EQ(sections[0].groups.size(), 2);
  const auto& buy = sections[0].groups[0];
  EXPECT_EQ(buy.name, "buy");
  EXPECT_EQ(buy.metrics.back().value("count"), 2);
  ASSERT_EQ(buy.checks.size(), 1);
  EXPECT_EQ(buy.checks[0].path, "::buy::bought");
  EXPECT_EQ(buy.checks[0].fails, 1);
  ASSERT_EQ(buy.groups.size(), 1);
  EXPECT_EQ(buy.groups[0].name, "pay");
  EXPECT_EQ(buy.groups[0].metrics.back().value("count"), 1);
  EXPECT_EQ(sections[0].groups[1].name, "buy more");
  EXPECT_EQ(sections[1].name, "viewers");
}

TEST(SummaryExport, WritesTrueForACrossedThreshold)
{
  Metrics metrics;
  Thresholds thresholds({{"iterations", "count>1"}}, metrics);
  metrics.add(MetricId::iterations, TagSetId{}, 1, 1);
  thresholds.evaluate_final(metrics, 2);
  Checks checks;
  checks.record(checks.check(checks.group(GroupId::root, "say \"hi\""), "ok"), true);
  EXPECT_EQ(summary_export(summarise(metrics, checks, thresholds, 2)), R"({
    "root_group": {
        "name": "",
        "path": "",
        "id": "d41d8cd98f00b204e9800998ecf8427e",
        "groups": {
            "say \"hi\"": {
                "name": "say \"hi\"",
                "path": "::say \"hi\"",
                "id": "312aac12feefdd1f781eabe93d280eb3",
                "groups": {},
                "checks": {
                    "ok": {
                        "name": "ok",
                        "path": "::say \"hi\"::ok",
                        "id": "cbee16d2da8b1ab7ca8affe281124954",
                        "passes": 1,
                        "fails": 0
                    }
                }
            }
        },
        "checks": {}
    },
    "metrics": {
        "iterations": {
            "count": 1,
            "rate": 0.5,
            "thresholds": {
                "count>1": true
            }
        }
    }
})");
}

} // namespace
} // namespace onsale::k6
