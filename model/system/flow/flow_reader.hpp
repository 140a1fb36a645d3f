/// What kinds of steps read with: they emit steps, and read the steps inside their own.
#pragma once

#include "model/config/object.hpp"
#include "model/http/names.hpp"
#include "model/system/flow/distribution_reader.hpp"
#include "model/system/flow/endpoint.hpp"
#include "model/system/flow/identities.hpp"
#include "model/system/flow/operand.hpp"
#include "model/system/flow/register.hpp"
#include "model/system/flow/step.hpp"
#include "model/system/flow/stretch.hpp"
#include "model/system/part.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace onsale::system {

/// How transactions use their connection.
struct ConnectionUse {
  bool open_in_view = true;
  std::optional<engine::Distribution> set_autocommit_cpu; ///< of the statement before and after a transaction, if any
};

class FlowReader {
public:
  /// @param names   fields are interned here
  /// @param spaces  names of lock spaces met so far; a lock's number is its index
  /// @param parts   what the parts have read so far
  FlowReader(const Variation& variation, const ConnectionUse& connections, http::Names& names,
             std::vector<std::string>& spaces, const PartSections& parts)
      : variation_(variation), connections_(connections), names_(names), spaces_(spaces), parts_(parts)
  {
  }

  /// A new flow, with no values of its own.
  void begin(Flow& flow);
  /// Its steps. @return whether one answers
  bool read(const std::vector<config::Value>& list);
  /// A flow that is an answer alone. @param response  what `respond` takes
  void read_answer(const config::Value& response, Flow& flow);

  /// The next step of the flow; where it goes on may be set until the flow is read.
  template <class S, class... Args> S& emit(Args&&... args)
  {
    auto step = std::make_shared<S>(std::forward<Args>(args)...);
    S& emitted = *step;
    flow_->push_back(std::move(step));
    return emitted;
  }
  std::size_t here() const { return flow_->size(); }
  const Flow& flow() const { return *flow_; }
  void steps(const std::vector<config::Value>& list);
  /// The same, for a step that walks them itself.
  Stretch stretch(const std::vector<config::Value>& list)
  {
    const std::size_t first = here();
    steps(list);
    return {first, here()};
  }
  /// The same where nobody waits for an answer.
  Stretch silent(const std::vector<config::Value>& list);
  /// The same on another thread, which has neither the transaction nor the connection of this one.
  Stretch aside(const std::vector<config::Value>& list);
  bool is_aside() const { return silent_ > 0; }
  /// A step answers the request.
  void answers(const config::Value& step);

  engine::Distribution time(const config::Value& value) const { return read_distribution(value, variation_); }
  engine::Distribution time(config::Object& object, std::string_view key, std::string_view says) const
  {
    return read_distribution(object, key, says, variation_, engine::Distribution::constant(0));
  }
  http::NameId field(const std::string& name) { return names_.fields.intern(name); }
  /// A value of the request by its name: a register of the booking core or one of the flow's own.
  std::optional<Register> value_named(const config::Value& value);
  std::optional<Register> value_named(const config::Value& value, const std::string& name);
  /// The same where it is filled: a name that nobody knows is one of the flow's own from now on.
  std::optional<Register> filled_value(const config::Value& value, const std::string& name);
  std::size_t own_values() const { return own_.size(); }
  /// The flow is read: what it names and never uses is a fault.
  void end() const;
  /// A number, a 'text', or a value's name.
  std::optional<Operand> operand(const config::Value& value, const std::string& text);
  /// One operand or a list of them.
  Key key(const config::Value& value);
  const std::string& name_of(http::NameId field) const { return names_.fields[field]; }
  const ConnectionUse& connections() const { return connections_; }
  /// What the part has read.
  template <class Options> const Options& section(const PartKind& part) const
  {
    return static_cast<const Options&>(*parts_.at(part.name));
  }
  std::uint32_t lock_space(const std::string& name);

  Identities identities;
  std::size_t locks = 0;          ///< of the flow so far
  std::uint32_t caches = 0;       ///< likewise
  std::uint32_t transactions = 0; ///< around what is read now
  std::size_t listeners = 0;      ///< of the flow so far
  /// Steps that are to be read later.
  struct Later {
    std::size_t listener = 0;
    std::vector<config::Value> steps;
  };
  std::vector<Later> after_commit; ///< of the transaction around what is read now
  std::vector<Later> after_response;

private:
  struct OwnValue {
    std::string name;
    config::Value filled; ///< where it is first
    bool used = false;
  };
  void step(const config::Value& value);

  Variation variation_;
  ConnectionUse connections_;
  http::Names& names_;
  std::vector<std::string>& spaces_;
  const PartSections& parts_;
  Flow* flow_ = nullptr;
  bool answers_ = false;
  std::uint32_t silent_ = 0;
  std::vector<OwnValue> own_;
};

} // namespace onsale::system
