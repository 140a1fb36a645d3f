#pragma once

#include "model/config/place.hpp"
#include "model/config/question.hpp"

#include <exception>
#include <string>
#include <vector>

namespace onsale::config {

/// One thing that is wrong with what the user wrote, and where. Line and column count from 1; line 0 is the whole file.
struct Fault {
  std::string file;
  int line = 0;
  int column = 0;
  std::string message;

  bool operator==(const Fault&) const = default;
};

/// `file:line:column: message`, or `file: message` when there is no line.
std::string to_string(const Fault& fault);

/// Collects everything that is wrong, so that a user corrects a file once and not once for each fault.
class Faults {
public:
  void add(const Place& place, std::string message);
  void merge(const Faults& other);

  bool empty() const { return faults_.empty(); }

  /// Sorted by file, line, column, then order of discovery. The same words at the same place are listed once.
  std::vector<Fault> list() const;

  /// @throws InvalidInput with all faults, if there are any
  void throw_if_any() const;

  /// From now on every question of a reader that reports here is appended to `questions`, which must outlive it.
  void listen(std::vector<Question>& questions) { questions_ = &questions; }
  /// Where questions are to be noted; nullptr, as for every run, when nobody listens.
  std::vector<Question>* questions() const { return questions_; }

private:
  std::vector<Fault> faults_;
  std::vector<Question>* questions_ = nullptr;
};

/// The user's input cannot be used. what() holds all faults, one a line.
class InvalidInput : public std::exception {
public:
  explicit InvalidInput(std::vector<Fault> faults);

  const char* what() const noexcept override { return text_.c_str(); }
  const std::vector<Fault>& faults() const { return faults_; }

private:
  std::vector<Fault> faults_;
  std::string text_;
};

} // namespace onsale::config
