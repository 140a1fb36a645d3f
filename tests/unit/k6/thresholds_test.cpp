#include "model/k6/metric/thresholds.hpp"

#include <gmock/gmock.h>

namespace onsale::k6 {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string fault_of(const char* expression)
{
  try {
    parse_threshold(expression);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "";
}

TEST(Threshold, ReadsAggregationOperatorAndNumber)
{
  const auto p95 = parse_threshold("p(95) < 500");
  EXPECT_EQ(p95.aggregation, "p(95)");
  EXPECT_EQ(p95.limit, 500);
  EXPECT_TRUE(p95.holds(499.9));
  EXPECT_FALSE(p95.holds(500));
  EXPECT_EQ(parse_threshold("p(99.9)>=1e3").limit, 1000);
  EXPECT_EQ(parse_threshold("rate>.95").limit, 0.95);
  EXPECT_EQ(parse_threshold("value!=-1").limit, -1);
}

TEST(Threshold, EachOperatorComparesAsWritten)
{
  const auto holds = [](const char* expression, double observed) {
    return parse_threshold(expression).holds(observed);
  };
  EXPECT_TRUE(holds("avg<=5", 5));
  EXPECT_TRUE(holds("avg>=5", 5));
  EXPECT_FALSE(holds("avg>5", 5));
  EXPECT_TRUE(holds("avg==5", 5));
  EXPECT_TRUE(holds("avg===5", 5));
  EXPECT_FALSE(holds("avg!=5", 5));
}

TEST(Threshold, TellsWhatIsWrongInAnExpression)
{
  EXPECT_EQ(fault_of("p(95)"), "'p(95)': no operator found; write aggregation, operator (<, <=, >, >=, ==, ===, !=) "
                               "and number, like 'p(95)<500'");
  EXPECT_EQ(fault_of("avg=5"), "'avg=5': '=' is not an operator; one of <, <=, >, >=, ==, ===, !=");
  EXPECT_EQ(fault_of("p95<500"),
            "'p95<500': 'p95' is not an aggregation; one of count, rate, value, avg, min, max, med or p(N)");
  EXPECT_EQ(fault_of("p(-1)<5"), "'p(-1)<5': 'p(-1)' is not a percentile; N of p(N) is a number from 0 on");
  EXPECT_EQ(fault_of("avg<5ms"), "'avg<5ms': '5ms' after the operator is not a number");
  EXPECT_EQ(fault_of("<5"),
            "'<5': no aggregation before the operator; one of count, rate, value, avg, min, max, med or p(N)");
}

TEST(Thresholds, NameEveryFaultAtOnce)
{
  Metrics metrics;
  const std::vector<ThresholdConfig> configs{{"http_req_failed", "p(95)<5"},
                                             {"http_reqs", "avg>1"},
                                             {"http_req_duratio", "avg<1"},
                                             {"vus", "value>0"},
                                             {"http_req_duration", "count>1"}};
  try {
    const Thresholds thresholds(configs, metrics);
    FAIL();
  } catch (const InvalidThresholds& error) {
    EXPECT_THAT(
        error.faults,
        ElementsAre("thresholds.http_req_duratio: no metric name \"http_req_duratio\" found, did you mean "
                    "\"http_req_duration\"?",
                    "thresholds.http_req_duration: 'count>1': http_req_duration is a trend, which has no 'count'; use "
                    "avg, min, "
                    "max, med or p(N)",
                    "thresholds.http_req_failed: 'p(95)<5': http_req_failed is a rate, which has no 'p(95)'; use rate",
                    "thresholds.http_reqs: 'avg>1': http_reqs is a counter, which has no 'avg'; use count or rate"));
  }
}

TEST(Thresholds, JudgeAllSamplesSinceTheStart)
{
  // Ten requests in 4 s, one failed: 2.5/s, 10 %; p(90) of 1..10 ms is 9.1 ms.
  Metrics metrics;
  Thresholds thresholds({{"http_reqs", "rate>2.4"},
                         {"http_req_failed", "rate<0.1"},
                         {"http_req_duration", "p(90)<9.2"},
                         {"http_req_duration{name:a}", "max<=5"}},
                        metrics);
  for (int i = 1; i <= 10; ++i)
    metrics.add_http({.end_s = 0.4 * i, .waiting_ms = static_cast<double>(i), .failed = i == 1},
                     metrics.tags().intern({{"name", i <= 5 ? "a" : "b"}}));
  EXPECT_TRUE(thresholds.evaluate_final(metrics, 4));
  const auto& verdicts = thresholds.verdicts();
  ASSERT_EQ(verdicts.size(), 4);
  EXPECT_DOUBLE_EQ(verdicts[0].observed, 9.1);
  EXPECT_TRUE(verdicts[0].ok);
  EXPECT_EQ(verdicts[1].metric_key, "http_req_duration{name:a}");
  EXPECT_EQ(verdicts[1].observed, 5);
  EXPECT_TRUE(verdicts[1].ok);
  EXPECT_DOUBLE_EQ(verdicts[2].observed, 0.1);
  EXPECT_FALSE(verdicts[2].ok);
  EXPECT_DOUBLE_EQ(verdicts[3].observed, 2.5);
  EXPECT_TRUE(verdicts[3].ok);
}

TEST(Thresholds, WithoutSamplesWaitDuringTheRunAndAreJudgedAtItsEnd)
{
  Metrics metrics;
  Thresholds thresholds(
      {{"checks", "rate>0.9", true}, {"http_req_duration", "avg>1", true}, {"http_reqs", "count>0", true}}, metrics);
  EXPECT_THAT(thresholds.aborting(metrics, 2), IsEmpty());
  EXPECT_TRUE(thresholds.evaluate_final(metrics, 2));
  EXPECT_TRUE(thresholds.verdicts()[0].ok); // a rate without samples holds
  EXPECT_FALSE(thresholds.verdicts()[1].ok);
  EXPECT_FALSE(thresholds.verdicts()[2].ok);
}

TEST(Thresholds, AbortOnlyWhenAskedAndAfterTheDelay)
{
  Metrics metrics;
  Thresholds thresholds({{"http_req_duration", "max<5", true, 10}, {"http_reqs", "count<1", false, 0}}, metrics);
  metrics.add_http({.end_s = 1, .waiting_ms = 9}, TagSetId{});
  EXPECT_THAT(thresholds.aborting(metrics, 10), IsEmpty());
  EXPECT_THAT(thresholds.aborting(metrics, 12), ElementsAre("http_req_duration"));
}

} // namespace
} // namespace onsale::k6
