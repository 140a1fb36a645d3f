#pragma once

#include <string>

namespace onsale::config {

/// Where something was written: a file (or `--set`), line and column counted from 1. Line 0 means the file as a whole.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;

  bool operator==(const Place&) const = default;
};

/// `file:line:column`, or `file` alone when there is no line.
std::string to_string(const Place& place);

} // namespace onsale::config
