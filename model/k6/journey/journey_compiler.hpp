/// Compiles the steps of a journey, as written in YAML, to a program. What is wrong becomes faults at its place; a
/// program that had faults must not be run.
#pragma once

#include "model/config/object.hpp"
#include "model/config/value.hpp"
#include "model/k6/journey/journey_builder.hpp"
#include "model/k6/journey/journey_names.hpp"
#include "model/k6/journey/journey_program.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::k6 {

/// A name that the user wrote and that must turn out to be defined somewhere.
struct NameUse {
  config::Value value;
  std::string name;
};

class JourneyCompiler {
public:
  enum class Part { setup, iterations };

  /// @param names  endpoints and metrics must be complete; the other tables are added to
  JourneyCompiler(JourneyNames& names, Part part) : names_(names), part_(part) {}

  Program compile(const std::vector<config::Value>& steps);

  /// Lists that selections pick from: a setup of any journey must append to them.
  const std::vector<NameUse>& lists_used() const { return lists_used_; }

private:
  /// Requests that are gathered: what is done with their responses is compiled behind the batch.
  struct Batch {
    std::uint32_t times = 1;
    std::vector<config::Object> requests;
  };

  void compile_steps(const std::vector<config::Value>& steps);
  void compile_step(const config::Value& step);

  void compile_select(config::Object select);
  void compile_pick(const config::Value& pick, NameId variable);
  void compile_sequence(config::Object sequence, NameId variable);
  void compile_request(config::Object request);
  void send_request(config::Object& request, Op op);
  void use_response(config::Object& request);
  void compile_batch(config::Object batch);
  void compile_sleep(const config::Value& sleep);
  void compile_poll(config::Object poll);
  void compile_repeat(config::Object repeat);
  void compile_branch(config::Object branch);
  void compile_check(config::Object check);
  void compile_add(config::Object add);
  void compile_group(config::Object group);
  void compile_stop(config::Object& step);

  bool open_loop(config::Object& loop, std::optional<std::uint32_t> count);
  std::vector<SentField> sent_fields(config::Object send);
  std::uint32_t condition(const config::Value& written);
  std::uint32_t required_condition(config::Object& object, std::string_view key, std::string_view says = {});
  NameId defined_variable(const config::Value& written, std::string_view name);
  NameId used_variable(const config::Value& written, std::string_view name);
  void check_variables_used() const;

  JourneyNames& names_;
  Part part_;
  ProgramBuilder builder_;
  Batch* batch_ = nullptr; // whose requests are being read
  std::set<std::string, std::less<>> variables_defined_;
  std::vector<NameUse> variables_used_;
  std::vector<NameUse> lists_used_;
};

} // namespace onsale::k6
