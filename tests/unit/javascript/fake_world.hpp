/// A world for scripts in tests: a clock, a server that answers each request after 50 ms, a customer with dice, and
/// what was counted.
#pragma once

#include "model/http/body.hpp"
#include "model/javascript/k6_scripts.hpp"
#include "model/javascript/script_error.hpp"
#include "sim/engine/random.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace onsale::javascript {

/// Files of a script in a folder that goes away with it.
class ScriptFolder {
public:
  explicit ScriptFolder(const std::string& main) : folder_(std::filesystem::path(testing::TempDir()) / unique_name())
  {
    std::filesystem::create_directories(folder_);
    add("script.js", main);
  }
  ScriptFolder(const ScriptFolder&) = delete;
  ScriptFolder& operator=(const ScriptFolder&) = delete;
  ~ScriptFolder() { std::filesystem::remove_all(folder_); }

  void add(const std::string& name, const std::string& text) const
  {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }
  std::string main() const { return folder_ / "script.js"; }

private:
  static std::string unique_name()
  {
    static int number = 0;
    return std::string("onsale-script-") + std::to_string(getpid()) + "-" + std::to_string(++number);
  }
  std::filesystem::path folder_;
};

/// Every URL is an endpoint; the answer is `{"data": {"n": N, "ok": true}, "list": [1, 2, 3]}` with the number of the
/// request.
class FakePort : public Port {
public:
  std::string route(const OutgoingRequest& outgoing, k6::Request& request, std::string& endpoint_url) override
  {
    if (outgoing.url.find("/nowhere") != std::string_view::npos)
      return "there is no /nowhere; the nearest is GET /somewhere";
    std::string sent = std::string(outgoing.method) + " " + std::string(outgoing.url);
    for (const auto& [name, value] : outgoing.headers)
      sent += " " + name + ": " + value;
    requests.push_back(outgoing.body.empty() ? sent : sent + " " + std::string(outgoing.body));
    request.endpoint = static_cast<http::NameId>(urls.size());
    urls.emplace_back(outgoing.url);
    request.fields.push_back({0, static_cast<double>(requests.size())});
    endpoint_url = outgoing.url;
    return {};
  }
  JSValue body(JSContext* context, http::NameId, const http::Response& response) override
  {
    const std::string json =
        "{\"data\":{\"n\":" + std::to_string(static_cast<int>(response.fields[0].value.as_number())) +
        ",\"ok\":true},\"list\":[{\"id\":7,\"price\":1},{\"id\":8,\"price\":3}]}";
    return JS_ParseJSON(context, json.c_str(), json.size(), "body");
  }
  std::vector<std::pair<std::string, std::string>> headers(http::NameId request, const http::Response&) override
  {
    std::vector<std::pair<std::string, std::string>> all{{"Content-Type", "application/json"}};
    for (const auto& [url, header] : set_headers)
      if (url == urls.at(request))
        all.push_back(header);
    return all;
  }
  std::vector<std::string> requests;
  std::vector<std::string> urls;
  std::multimap<std::string, std::pair<std::string, std::string>> set_headers; ///< of answers, by URL
  std::map<std::string, int> statuses;                                         ///< that are not as usual, by URL
};

/// One user of a script, driven to the end of its iterations.
class FakeWorld {
public:
  explicit FakeWorld(const std::string& main, Host::Options options = {})
      : FakeWorld(std::make_unique<ScriptFolder>(main), std::move(options))
  {
  }
  FakeWorld(std::unique_ptr<ScriptFolder> folder, Host::Options options)
      : folder_(std::move(folder)), sources_(folder_->main()), options_(with_world(std::move(options))),
        declaration_(declare(sources_, options_)),
        scripts_(std::make_unique<K6Scripts>(sources_, port, declaration_, options_))
  {
  }

  /// Runs one iteration of a function. @return what the console said, line by line
  std::string run(const std::string& function = "default", std::uint32_t user = 0)
  {
    auto& script = scripts_by_user_[user];
    script = scripts_->make(function, user);
    return drive(*script, user);
  }
  /// The same for a scenario of that name.
  std::string run_for(const std::string& scenario)
  {
    const auto script = scripts_->make_for(scenario, "default", 0);
    return drive(*script, 0);
  }
  std::string run_setup() { return drive(*scripts_->make_setup(0, 1000), 1000); }
  /// Begins an iteration and cuts it off where it first lets time pass.
  void cut_off(std::uint32_t user = 0)
  {
    const auto script = scripts_->make("default", user);
    script->start({0, user});
    while (script->next(nullptr, [] { return 0.5; }).kind != k6::Action::Kind::sleep) {
    }
    script->abandon();
  }

  const Declaration& declaration() const { return declaration_; }
  K6Scripts& scripts() { return *scripts_; }
  FakePort port;
  int status = 200;
  double now_s = 0;
  std::map<std::string, std::string> checks; ///< by name: a 1 or 0 for each time
  std::vector<double> added;
  std::vector<std::string> actions; ///< that let time pass
  std::string console;

private:
  Host::Options with_world(Host::Options options)
  {
    options.engine.clock = [this] { return 1.7e9 + now_s; };
    options.log = [this](const LogLine& line) { console += line.level + ": " + line.text + "\n"; };
    return options;
  }

  std::string drive(k6::Script& script, std::uint32_t user)
  {
    using Kind = k6::Action::Kind;
    console.clear();
    engine::RandomStream dice(family_, user * 1000 + iterations_[user]);
    script.start({iterations_[user]++, user});
    std::optional<http::Field> field;
    http::Response response;
    std::vector<k6::Request> gathered;
    std::size_t told = 0;
    const auto answer = [&](const k6::Request& request) {
      field = request.fields[0];
      const std::string& url = port.urls.at(request.endpoint);
      response.status = port.statuses.contains(url) ? port.statuses[url] : status;
      response.representation = port.set_headers.contains(url) ? &with_headers_ : nullptr;
      response.fields = {&*field, 1};
      response.phases.waiting_s = 0.05;
      now_s += 0.05;
    };
    for (;;) {
      const auto action = script.next(field ? &response : nullptr, [&] { return dice.uniform(); });
      switch (action.kind) {
      case Kind::request:
        actions.emplace_back("request");
        answer(*action.request);
        break;
      case Kind::gather:
        gathered.push_back(*action.request);
        break;
      case Kind::batch:
        actions.push_back("batch of " + std::to_string(gathered.size()));
        break;
      case Kind::next_answer:
        answer(gathered[told++]);
        if (told == gathered.size()) {
          gathered.clear();
          told = 0;
        }
        break;
      case Kind::sleep:
        actions.emplace_back("sleep");
        now_s += action.value;
        break;
      case Kind::check: {
        const auto& check = scripts_->tables().checks[action.index];
        checks[check.group + (check.group.empty() ? "" : " ") + check.name] += action.value > 0 ? '1' : '0';
        break;
      }
      case Kind::add:
        added.push_back(action.value);
        break;
      case Kind::group_start:
      case Kind::group_end:
        break;
      case Kind::abort:
        actions.push_back("abort: " + *action.text);
        script.abandon();
        return console;
      case Kind::end:
        return console;
      }
    }
  }

  http::Representation with_headers_{.body = {}, .headers = {{}}};
  std::unique_ptr<ScriptFolder> folder_;
  Sources sources_;
  Host::Options options_;
  Declaration declaration_;
  std::unique_ptr<K6Scripts> scripts_;
  std::map<std::uint32_t, std::unique_ptr<k6::Script>> scripts_by_user_;
  std::map<std::uint32_t, std::uint64_t> iterations_;
  engine::RandomFamily family_{1, 0, "customers"};
};

/// What a body of a default function says on the console.
inline std::string said_by(const std::string& body)
{
  return FakeWorld("import http from 'k6/http'; import { check, group, sleep, fail } from 'k6'; const U = "
                   "'http://shop/api';\n"
                   "export default function () {\n" +
                   body + "\n}")
      .run();
}

} // namespace onsale::javascript
