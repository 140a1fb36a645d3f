/// What one fault does to a system, from its making to its end.
#pragma once

#include "model/operations/plan.hpp"

namespace onsale::operations {

class Disturbance {
public:
  /// @param server, fault  must outlive it
  Disturbance(system::Server& server, const Fault& fault) : server_(server), fault_(fault) { act(true); }
  Disturbance(const Disturbance&) = delete;
  Disturbance& operator=(const Disturbance&) = delete;
  ~Disturbance() { act(false); }

private:
  void act(bool begins);

  system::Server& server_;
  const Fault& fault_;
};

} // namespace onsale::operations
