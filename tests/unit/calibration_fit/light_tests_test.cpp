// Tests of one endpoint alone: which there can be, what load they have, and that they tell what a journey does not.
#include "calibration/fit/calibrate.hpp"
#include "calibration/fit/light_tests.hpp"
#include "model/load/summary_export.hpp"
#include "sim/run/in_child.hpp"
#include "tests/unit/config/temporary_folder.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

namespace onsale::fit {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Two endpoints behind one worker thread, which a journey through both of them keeps busy: its throughput is one over
/// the sum of their CPU times. Both requests have one name, as pages of a site may.
std::string one_worker_text(double read_ms, double pay_ms)
{
  return fmt::format(R"yaml(system: one-worker
hosts: {{app: {{cores: 1}}, generator: {{cores: 4}}}}
processes: {{server: app, mysql: app, redis: app, k6: generator}}
network: {{round-trip: 1ms, backend-round-trip: 0.5ms}}
demands: {{law: constant}}
booking: {{users: 100}}
settings: {{queue.unlimited: true, spring.jpa.open-in-view: false, server.tomcat.threads.max: 1, server.tomcat.threads.min-spare: 1}}
endpoints:
  read:
    path: /read
    input: {{user: id}}
    flow: [{{cpu: {}ms}}, {{booking: read_account}}, {{respond: {{bytes: 200B}}}}]
  pay:
    path: /pay
    input: {{user: id}}
    flow: [{{cpu: {}ms}}, {{booking: read_account}}, {{respond: {{bytes: 200B}}}}]
test: journey
options: {{scenarios: {{users: {{executor: constant-vus, vus: 160, duration: 30s, gracefulStop: 5s}}}}}}
journeys:
  default:
    steps:
      - select: {{name: user, random_int: [1, 100]}}
      - request: {{endpoint: read, name: page, send: {{id: user}}}}
      - sleep: {{random: [0.1s, 0.2s]}}
      - request: {{endpoint: pay, name: page, send: {{id: user}}}}
      - sleep: {{random: [0.1s, 0.2s]}}
)yaml",
                     read_ms, pay_ms);
}

/// The system at its true values, which is measured, and at others, from which it is calibrated.
class OneWorker {
public:
  OneWorker()
      : truth_(folder_.write("truth.yaml", one_worker_text(4, 6))),
        start_(folder_.write("journey.yaml", one_worker_text(6, 4.5)))
  {
    request_.data = {measured({})};
    TestRun& journey = request_.data.front();
    std::erase_if(journey.measured, [](const auto& value) { return not value.first.starts_with("http_reqs "); });
    journey.figures = figures_of(journey.measured); // a report that tells the throughput alone
    config::Faults faults;
    request_.parameters = find_parameters(config::load_document(start_, faults),
                                          {"endpoints.read.flow.0.cpu", "endpoints.pay.flow.0.cpu"}, faults);
  }

  /// A run of the true system, and the test that stands for it.
  TestRun measured(const std::vector<config::NodeEntry>& sections) const
  {
    TestRun real = test_run(truth_, {}, sections);
    expect_figures(real);
    const std::string text =
        run::in_child([&] { return load::summary_export(run::simulate(scenario_of(real, {}), {.seed = 21}).summary); });
    TestRun test = test_run(start_, {}, sections);
    measure(test, {folder_.write(test.name + ".json", text), {}, {}});
    return test;
  }

  void add(TestRun test) { request_.data.push_back(std::move(test)); }
  const CalibrateRequest& request() const { return request_; }

  Calibration calibrate(bool advise) const
  {
    Store store("");
    return fit::calibrate(request_, {.jobs = 2, .advise = advise}, store, {});
  }

private:
  config::TemporaryFolder folder_;
  std::filesystem::path truth_;
  std::filesystem::path start_;
  CalibrateRequest request_;
};

LightTests light_tests_of(const std::vector<TestRun>& tests, const std::vector<TestRun>& others = {})
{
  const std::vector<Parameter> parameters;
  Store store("");
  Simulator simulator(parameters, store, {.jobs = 2, .program = {}});
  Problem problem(tests, parameters, simulator, {});
  return light_tests(problem, {}, others);
}

TestRun reference_server(const std::string& test)
{
  const std::filesystem::path folder(ONSALE_SOURCE_DIR "/scenarios/reference-server");
  return test_run(folder / (test + ".yaml"), {});
}

double width_of(const Calibration& calibration, std::size_t parameter)
{
  const ParameterInterval& interval = calibration.uncertainty.intervals[parameter];
  return std::log(interval.high / interval.low);
}

} // namespace

/// The prediction and what comes of it: the run is made, and the intervals are that much narrower.
TEST(LightTests, TellApartWhatAJourneyTellsOnlyTheSumOf)
{
  OneWorker worker;
  const Calibration before = worker.calibrate(true);
  ASSERT_EQ(before.uncertainty.flat.size(), 1U);
  const FlatDirection& flat = before.uncertainty.flat.front();
  EXPECT_THAT(flat.parameters, testing::UnorderedElementsAre(0, 1));
  EXPECT_EQ(flat.told, "their sum");
  EXPECT_NEAR(flat.told_value, 10, 0.2);
  const Advice& best = before.advice[best_for(flat, before.advice)];
  EXPECT_THAT(best.words,
              testing::ContainsRegex("^a test of `(read|pay)` alone: 10 VUs, 30 s, about [0-9]+ requests/s$"));
  EXPECT_LT(sd_along(flat, best.covariance), flat.sd / 10);

  const LightTests light = light_tests_of({test_run(worker.request().data.front().scenario, {})});
  ASSERT_EQ(light.candidates.size(), 2U);
  const bool first = best.words.substr(0, 15) == light.candidates[0].words.substr(0, 15);
  worker.add(worker.measured(light.candidates[first ? 0 : 1].test.sections));
  const Calibration after = worker.calibrate(false);
  EXPECT_TRUE(after.uncertainty.flat.empty());
  for (const std::size_t parameter : {0U, 1U}) {
    EXPECT_LT(width_of(after, parameter), width_of(before, parameter) / 10);
    EXPECT_NEAR(after.uncertainty.intervals[parameter].value, parameter == 0 ? 4 : 6, 0.2);
  }
}

TEST(LightTests, OfTheReferenceServersJourneyAreThoseWhoseInputsCanBeHad)
{
  const LightTests light = light_tests_of({reference_server("c-journey-baseline-1")});
  std::vector<std::string> words;
  for (const Candidate& candidate : light.candidates)
    words.push_back(candidate.words + "\n" + candidate.how);
  EXPECT_THAT(words,
              ElementsAre(AllOf(StartsWith("a test of `seats` alone: 10 VUs, 30 s, about "),
                                HasSubstr("after each request; User-Token below 0, which the server lets pass")),
                          AllOf(StartsWith("a test of `status` alone: "),
                                HasSubstr("after each request; User-Token from token before the load, 10 times")),
                          AllOf(StartsWith("a test of `token` alone: "), EndsWith("after each request"))));
  EXPECT_THAT(light.left_out,
              ElementsAre("`occupy` cannot be tested alone: 100 % of its requests fail with seatId from seats, "
                          "User-Token from token of a setup.",
                          StartsWith("`payments` cannot be tested alone: "),
                          StartsWith("`reserve` cannot be tested alone: ")));
}

TEST(LightTests, KeepTheHostTenToTwentyPercentBusy)
{
  const LightTests light = light_tests_of({reference_server("c-journey-baseline-1")});
  for (const Candidate& candidate : light.candidates) {
    const std::string busy = run::in_child([&] {
      const run::RunResult result = run::simulate(scenario_of(candidate.test, {}), {.seed = 5});
      return fmt::format("{}", values_of(result).at(busiest_host_s) / 30);
    });
    EXPECT_GT(std::stod(busy), 0.1) << candidate.words;
    EXPECT_LT(std::stod(busy), 0.2) << candidate.words;
  }
}

TEST(LightTests, LeaveOutWhatAnyTestHasAloneAlready)
{
  EXPECT_TRUE(light_tests_of({reference_server("a-light-seats")}).candidates.empty());
  const LightTests light = light_tests_of({reference_server("c-journey-baseline-1")},
                                          {reference_server("a-light-seats"), reference_server("a-light-occupy")});
  for (const Candidate& candidate : light.candidates)
    EXPECT_THAT(candidate.words, Not(HasSubstr("`seats`")));
  EXPECT_THAT(light.left_out, Each(Not(HasSubstr("`occupy`"))));
}

} // namespace onsale::fit
