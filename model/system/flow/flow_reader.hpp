/// What kinds of steps read with: they emit steps, and read the steps inside their own.
#pragma once

#include "model/config/object.hpp"
#include "model/http/names.hpp"
#include "model/system/flow/distribution_reader.hpp"
#include "model/system/flow/endpoint.hpp"
#include "model/system/flow/register.hpp"
#include "model/system/flow/step.hpp"
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

  /// One flow from its beginning. @return whether a step answers
  bool read(const std::vector<config::Value>& list, Flow& flow);

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
  /// A step has answered the request.
  void answers() { answers_ = true; }

  engine::Distribution time(const config::Value& value) const { return read_distribution(value, variation_); }
  engine::Distribution time(config::Object& object, std::string_view key, std::string_view says) const
  {
    return read_distribution(object, key, says, variation_, engine::Distribution::constant(0));
  }
  http::NameId field(const std::string& name) { return names_.fields.intern(name); }
  /// A register by its name, which the value is itself unless another one is given.
  static std::optional<Register> register_named(const config::Value& value);
  static std::optional<Register> register_named(const config::Value& value, const std::string& name);
  const ConnectionUse& connections() const { return connections_; }
  /// What the part has read.
  template <class Options> const Options& section(const PartKind& part) const
  {
    return static_cast<const Options&>(*parts_.at(part.name));
  }
  std::uint32_t lock_space(const std::string& name);

  std::size_t locks = 0;          ///< of the flow so far
  std::uint32_t caches = 0;       ///< likewise
  std::uint32_t transactions = 0; ///< around what is read now

private:
  void step(const config::Value& value);

  Variation variation_;
  ConnectionUse connections_;
  http::Names& names_;
  std::vector<std::string>& spaces_;
  const PartSections& parts_;
  Flow* flow_ = nullptr;
  bool answers_ = false;
};

} // namespace onsale::system
