/// A system of which a busy journey tells the sum of two demands alone.
#pragma once

#include "calibration/fit/calibrate.hpp"
#include "model/k6/summary/summary_export.hpp"
#include "sim/run/in_child.hpp"
#include "sim/run/simulate.hpp"
#include "tests/unit/config/temporary_folder.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace onsale::fit {

struct WorkerTimes {
  double read_ms;
  double pay_ms;
};

/// Two endpoints behind one worker thread, which a journey through both of them keeps busy: its throughput is one over
/// the sum of their CPU times. Both requests have one name, as pages of a site may.
inline std::string one_worker_text(const std::string& law, const WorkerTimes& times)
{
  return fmt::format(R"yaml(system: one-worker
hosts: {{app: {{cores: 1}}, generator: {{cores: 4}}}}
processes: {{server: app, mysql: app, redis: app, k6: generator}}
network: {{round-trip: 1ms, backend-round-trip: 0.5ms}}
demands: {{law: {}}}
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
                     law, times.read_ms, times.pay_ms);
}

/// The system at its true values, which is measured, and at others, from which it is calibrated.
class OneWorker {
public:
  OneWorker(const std::string& law, const WorkerTimes& truth, const WorkerTimes& start)
      : truth_(folder_.write("truth.yaml", one_worker_text(law, truth))),
        start_(folder_.write("journey.yaml", one_worker_text(law, start)))
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
        run::in_child([&] { return k6::summary_export(run::simulate(scenario_of(real, {}), {.seed = 21}).summary); });
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

} // namespace onsale::fit
