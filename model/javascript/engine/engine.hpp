/// One JavaScript runtime for all virtual users of a test: memory, stacks, modules. By default they share one realm,
/// and each has an instance of its own of every module of the script; a script that changes what they share has a realm
/// for each of them.
#pragma once

#include "model/javascript/engine/clock.hpp"
#include "model/javascript/engine/fiber.hpp"
#include "model/javascript/engine/memory.hpp"
#include "model/javascript/engine/sources.hpp"
#include "model/javascript/engine/value.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::javascript {

class SharedObjects;

/// What a module of QuickJS must do to be known to the script: natives of the room's own modules, and the realm's
/// globals.
class Natives {
public:
  virtual ~Natives() = default;
  /// Adds the module `onsale:native`, which the room's JavaScript imports.
  virtual JSModuleDef* load(JSContext* context) = 0;
  /// Puts what is global for every module there: `__ENV`, `console`, `Math.random`.
  virtual void add_globals(JSContext* context) = 0;
};

class Engine {
public:
  struct Options {
    bool realm_per_user = false;
    std::int64_t memory_of_user_bytes = std::int64_t{256} << 20;
    /// Jumps back and calls without any time passing: some seconds of real time.
    std::uint64_t busy_limit = 500'000'000;
    Clock clock = {}; ///< 1970 if there is none
    /// The script is run to see what it does: Port::read is told what it reads of answers.
    bool records = false;
    bool collects_always = false; ///< a full collection at every action: tests show that it changes nothing
  };

  Engine(Sources& sources, Natives& natives, Options options);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();

  /// The script's main module for one user.
  struct Instance {
    JSContext* context = nullptr;
    JSModuleDef* module = nullptr;
  };
  /// Makes one and runs it to its end. @param instance  has its context already while it runs
  /// @throws ScriptError with the script's stack trace, or config::InvalidInput for what cannot be compiled
  void instantiate(Instance& instance);
  /// Names of what the main module exports, in the order written.
  std::vector<std::string> exports(const Instance& instance) const;

  /// Whether the last user to run has changed what all share: a global, or something that the language brings along.
  bool shared_was_changed() const;

  JSRuntime* runtime() const { return runtime_; }
  Stacks& stacks() { return stacks_; }
  Memory& memory() { return memory_; }
  Sources& sources() { return sources_; }
  const Options& options() const { return options_; }
  bool realm_per_user() const { return options_.realm_per_user; }

  /// Simulated time passes: from now on the busy limit counts anew.
  void rest() { interrupts_ = 0; }
  bool too_busy() const { return interrupts_ > max_interrupts_; }

  void* owner = nullptr; ///< of whoever uses the engine: natives find it by their context

private:
  static int on_interrupt(JSRuntime* runtime, void* opaque);
  static char* normalize(JSContext* context, const char* from, const char* name, void* opaque);
  static JSModuleDef* load_module(JSContext* context, const char* name, void* opaque);
  JSContext* new_realm();
  JSModuleDef* compile(JSContext* context, const std::string& name, std::string_view text);
  JSModuleDef* instance_of(JSContext* context, JSModuleDef* module, std::map<JSModuleDef*, JSModuleDef*>& instances);

  Sources& sources_;
  Natives& natives_;
  Options options_;
  Memory memory_;
  Stacks stacks_;
  JSRuntime* runtime_;
  std::vector<JSContext*> realms_;
  JSModuleDef* template_ = nullptr; // of the main module in the first realm
  std::map<JSModuleDef*, bool> of_script_;
  std::unique_ptr<SharedObjects> shared_;
  std::uint64_t interrupts_ = 0;
  std::uint64_t max_interrupts_;
};

/// What an exception says: `Error: message` and the lines of its stack. Takes the pending one.
std::string take_exception(JSContext* context);

inline Engine& engine_of(JSContext* context)
{
  return *static_cast<Engine*>(JS_GetRuntimeOpaque(JS_GetRuntime(context)));
}

} // namespace onsale::javascript
