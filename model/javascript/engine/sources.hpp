/// What a script reads from disk: its modules and the files that it opens, each read once, so that all runs of a test
/// see the same.
#pragma once

#include "model/config/faults.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace onsale::javascript {

class Sources {
public:
  struct Options {
    std::map<std::string, std::string> environment;         ///< `__ENV`
    std::map<std::string, std::filesystem::path> import_as; ///< URL -> file that stands for it
  };

  explicit Sources(std::filesystem::path main, Options options = {});

  const std::string& main() const { return main_; }
  const Options& options() const { return options_; }

  /// The name of the module that `specifier` means in module `from`: a path for a file, else the specifier itself.
  std::string resolve(const std::string& from, const std::string& specifier) const;
  /// The text of a file; nullptr if it cannot be read.
  const std::string* read(const std::string& path);
  /// A file that is not on the disk. @param path  as resolve() gives it
  void keep(const std::string& path, std::string text) { texts_.insert_or_assign(path, std::move(text)); }
  /// Of what was read, in order of name.
  std::vector<std::string> files() const;
  /// Where `text` stands in a file that was read: the first line that has it, `line` or later.
  config::Place find(const std::string& file, std::string_view text, int line = 1) const;

private:
  std::string main_;
  Options options_;
  std::map<std::string, std::string> texts_; // by path
};

/// Whether a module name means a file and not something that is built in or comes by URL.
bool is_file(std::string_view module_name);

} // namespace onsale::javascript
