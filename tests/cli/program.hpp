/// The program as its users meet it: arguments in, texts and exit code out.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::cli {

struct Ended {
  int exit_code = 0; ///< 128 and the signal's number for a program that was ended by a signal
  std::string output;
  std::string errors;
};

/// A folder of its own for each test, in which the program runs: so that messages hold no path of this machine.
class Workplace {
public:
  Workplace();
  ~Workplace();
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  void write(const std::string& name, std::string_view text) const;
  std::string read(const std::string& name) const;
  /// Names of all files and folders below it, sorted.
  std::vector<std::string> files() const;
  std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

  Ended run(const std::vector<std::string>& arguments) const;
  /// Sends an interrupt once a file whose name contains `sign` is there.
  Ended run_until_file(const std::vector<std::string>& arguments, const std::string& sign) const;
  /// Kills it at that instant after its start, unless it has ended.
  Ended run_killed(const std::vector<std::string>& arguments, std::chrono::milliseconds instant) const;

private:
  std::filesystem::path folder_;
};

/// A small scenario of two endpoints, valid as it is: 60 users, 3 seconds, 1 event of 40 seats.
std::string small_scenario();

} // namespace onsale::cli
