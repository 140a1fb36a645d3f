/// What a k6 script does, found by running it against a stub that answers whatever it asks.
#pragma once

#include "model/javascript/engine/sources.hpp"
#include "sim/interop/recording/answer_shape.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace onsale::interop {

/// A value of a request: where it stands, and where the script has it from.
struct SentValue {
  std::string place;        ///< path, query, body or header
  std::string key;          ///< `seatId`, `buyer.name`, `seatIds.0`
  std::string pattern = {}; ///< the text around it, as `Bearer {}`; empty: none
  std::string value = {};   ///< an example
  std::string from = {};    ///< `2:data.token`: read from an answer of endpoint 2; empty: the script's own
  bool is_number = false;
  std::uint64_t largest = 0; ///< of the whole numbers that the script made up itself
};

struct RecordedEndpoint {
  std::string method;
  std::string path;            ///< a template
  int status = 200;            ///< that the script wants
  std::vector<SentValue> sent; ///< each place once
  AnswerShape answer;
  std::uint64_t requests = 0; ///< in the last run
  bool is_stray = false;      ///< asked for only while the script had not understood an answer
};

struct Recording {
  std::vector<RecordedEndpoint> endpoints; ///< in the order in which they were first asked for
  std::string options_json;
  std::vector<std::string> functions;                ///< that ran: setup, default, ..
  std::map<std::string, std::pair<int, int>> checks; ///< by name: passed, failed
  std::vector<std::string> errors;                   ///< what the script threw, once each
  std::map<std::string, std::vector<std::string>>
      compared;                      ///< by name of a field: literals that the script compares it with
  std::vector<std::string> statuses; ///< that the script compares with
  bool is_cut_off = false;           ///< an iteration made more requests than are looked at
};

/// Runs setup and all functions of the scenarios, by three users twice each, until nothing new shows.
/// @throws javascript::ScriptError, config::InvalidInput
Recording record_script(const std::string& script, const javascript::Sources::Options& options);

/// The value that an answer of the stub has at a place. @param name  of the field
std::string stub_literal(const std::string& name, const Recording& recording);

} // namespace onsale::interop
