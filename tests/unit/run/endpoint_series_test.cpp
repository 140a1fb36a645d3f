// What is kept of the requests of each name, by hand.
#include "sim/run/endpoint_series.hpp"
#include "sim/run/load_shape.hpp"
#include "sim/run/output/result_files.hpp"

#include <gmock/gmock.h>

namespace onsale::run {
namespace {

using testing::ElementsAre;
using testing::Pair;

k6::WatchedRequest request(k6::Metrics& metrics, const char* name, const char* status, double ms)
{
  const bool failed = std::string_view(status) >= "400" || std::string_view(status) == "0";
  return {ms, metrics.tags().intern({{"name", name}, {"status", status}}), failed};
}

} // namespace

// Two seconds: in the first three holds (10, 30, 20 ms; one refused) and one look of 5 ms, in the second a hold of 40.
TEST(EndpointSeries, CountsAndPercentilesOfEachName)
{
  k6::Metrics metrics;
  EndpointRecorder recorder(metrics);
  recorder.add(1, 1,
               {request(metrics, "look", "200", 5), request(metrics, "hold", "200", 10),
                request(metrics, "hold", "409", 30), request(metrics, "hold", "200", 20)});
  recorder.add(2, 1, {request(metrics, "hold", "200", 40)});
  recorder.add(2.5, 0, {request(metrics, "look", "200", 7)}); // of no whole second
  const auto all = recorder.take();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(endpoints_csv(all, 2.5), "endpoint,requests,rate_per_s,failed,failed_share,mean_ms,min_ms,p50_ms,p90_ms,"
                                     "p95_ms,p99_ms,max_ms\n"
                                     "hold,4,1.6,1,0.25,25,10,25,37,38.5,39.7,40\n"
                                     "look,2,0.8,0,0,6,5,6,6.8,6.9,6.98,7\n");
  EXPECT_EQ(outcomes_csv(all), "endpoint,status,error,failed,requests\n"
                               "hold,200,,0,3\n"
                               "hold,409,,1,1\n"
                               "look,200,,0,2\n");
  EXPECT_EQ(endpoint_timeseries_csv(all), "endpoint,time_s,requests_per_s,failures_per_s,mean_ms,p50_ms,p95_ms,p99_ms,"
                                          "max_ms\n"
                                          "hold,1,3,1,20,20,29,29.8,30\n"
                                          "hold,2,1,0,40,40,40,40,40\n"
                                          "look,1,1,0,5,5,5,5,5\n");
}

TEST(EndpointSeries, NamesWithoutEndAreCountedTogether)
{
  k6::Metrics metrics;
  EndpointRecorder recorder(metrics);
  std::vector<k6::WatchedRequest> requests;
  for (int number = 0; number < 150; ++number)
    requests.push_back(request(metrics, ("/users/" + std::to_string(number)).c_str(), "200", 1));
  recorder.add(1, 1, requests);
  const auto all = recorder.take();
  ASSERT_EQ(all.size(), EndpointRecorder::most_names + 1);
  EXPECT_EQ(all.front().name, "(other names)");
  EXPECT_EQ(all.front().requests, 50U);
}

TEST(LoadShape, IsWhatTheExecutorPlans)
{
  k6::Options options;
  options.scenarios = {
      {.name = "ramp",
       .executor = k6::RampingVus{.start_vus = 0, .stages = {{10 * k6::second_ns, 50}, {5 * k6::second_ns, 0}}}},
      {.name = "open",
       .executor =
           k6::ConstantArrivalRate{.rate = 600, .time_unit_ns = 60 * k6::second_ns, .duration_ns = 30 * k6::second_ns},
       .start_time_ns = 5 * k6::second_ns}};
  const auto shapes = load_shapes(options);
  ASSERT_EQ(shapes.size(), 2U);
  EXPECT_THAT(shapes[0].points, ElementsAre(Pair(0, 0), Pair(10, 50), Pair(15, 0)));
  EXPECT_EQ(shapes[0].unit, "VUs");
  EXPECT_THAT(shapes[1].points, ElementsAre(Pair(5, 10), Pair(35, 10)));
  EXPECT_EQ(shapes[1].unit, "iterations/s");
}

} // namespace onsale::run
