#include "tests/cli/program.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace onsale::cli {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path)
{
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Where the program's own output goes: outside the folder whose content tests look at.
struct Captured {
  explicit Captured(const fs::path& folder) : output(folder.string() + ".out"), errors(folder.string() + ".err") {}
  ~Captured()
  {
    fs::remove(output);
    fs::remove(errors);
  }
  fs::path output;
  fs::path errors;
};

void redirect(const fs::path& path, int descriptor)
{
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  dup2(file, descriptor);
  close(file);
}

pid_t start(const fs::path& folder, const Captured& captured, const std::vector<std::string>& arguments)
{
  const pid_t child = fork();
  if (child != 0)
    return child;
  redirect(captured.output, STDOUT_FILENO);
  redirect(captured.errors, STDERR_FILENO);
  setenv("ONSALE_DATA", ONSALE_SOURCE_DIR, 1);
  std::string program = ONSALE_PROGRAM;
  std::vector<char*> argv = {program.data()};
  std::vector<std::string> copies = arguments;
  for (std::string& argument : copies)
    argv.push_back(argument.data());
  argv.push_back(nullptr);
  if (chdir(folder.c_str()) == 0)
    execv(program.c_str(), argv.data());
  _exit(127);
}

Ended wait_for(pid_t child, const Captured& captured)
{
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), text_of(captured.output),
          text_of(captured.errors)};
}

} // namespace

Workplace::Workplace()
{
  auto pattern = (fs::temp_directory_path() / "onsale-cli-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error("no temporary folder");
  folder_ = pattern;
}

Workplace::~Workplace()
{
  fs::remove_all(folder_);
}

void Workplace::write(const std::string& name, std::string_view text) const
{
  std::ofstream(folder_ / name, std::ios::binary) << text;
}

std::string Workplace::read(const std::string& name) const
{
  return text_of(folder_ / name);
}

std::vector<std::string> Workplace::files() const
{
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder_))
    names.push_back(entry.path().lexically_relative(folder_).string());
  std::sort(names.begin(), names.end());
  return names;
}

Ended Workplace::run(const std::vector<std::string>& arguments) const
{
  const Captured captured(folder_);
  return wait_for(start(folder_, captured, arguments), captured);
}

Ended Workplace::run_until_file(const std::vector<std::string>& arguments, const std::string& sign) const
{
  using namespace std::chrono_literals;
  const Captured captured(folder_);
  const pid_t child = start(folder_, captured, arguments);
  const auto there = [&](const std::string& name) { return name.find(sign) != std::string::npos; };
  for (auto names = files(); std::none_of(names.begin(), names.end(), there); names = files())
    std::this_thread::sleep_for(5ms);
  kill(child, SIGINT);
  return wait_for(child, captured);
}

Ended Workplace::run_killed(const std::vector<std::string>& arguments, std::chrono::milliseconds instant) const
{
  const Captured captured(folder_);
  const pid_t child = start(folder_, captured, arguments);
  std::this_thread::sleep_for(instant);
  kill(child, SIGKILL);
  return wait_for(child, captured);
}

std::string small_scenario()
{
  return R"(system: small
title: A small shop
hosts:
  box: {cores: 4}
processes: {server: box}
network: {round-trip: 1ms, backend-round-trip: 0.5ms}
demands: {law: exponential}
booking: {users: 100, events: 1, seats-per-event: 40, balance: 1000}
settings:
  queue.unlimited: true
  spring.datasource.hikari.maximum-pool-size: 5
endpoints:
  token:
    method: POST
    path: /token
    input: {user: userId}
    flow:
      - cpu: 2ms
      - booking: issue_token
      - respond: {fields: {data.token: token}}
  hold:
    method: POST
    path: /hold
    input: {event: event, seat: seat, token: token}
    flow:
      - cpu: 2ms
      - transaction:
          - query: 3ms
          - lock: {row: seats, key: seat}
          - booking: hold_seat
      - respond: {fields: {data.hold: hold}}
options:
  scenarios:
    buyers: {executor: constant-vus, vus: 60, duration: 3s, gracefulStop: 2s}
  thresholds:
    http_req_duration: ["p(95)<5000"]
metrics:
  - {name: chosen_user, kind: trend}
  - {name: chosen_seat, kind: trend}
journeys:
  default:
    steps:
      - select: {name: user, random_int: [1, 100]}
      - select: {name: seat, random_int: [1, 40]}
      - add: {metric: chosen_user, value: user}
      - add: {metric: chosen_seat, value: seat}
      - request: {endpoint: token, send: {userId: user}, keep: {ticket: data.token}}
      - request: {endpoint: hold, send: {event: 1, seat: seat, token: ticket}}
      - sleep: 0.2s
)";
}

} // namespace onsale::cli
