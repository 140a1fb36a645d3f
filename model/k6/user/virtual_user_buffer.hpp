/// The initialised virtual users of a test that have no work: all scenarios take them from here.
#pragma once

#include "model/k6/user/virtual_user.hpp"

#include <cstdint>
#include <deque>

namespace onsale::k6 {

/// First in, first out, as in k6: a slot that stops and starts again can get another user, with another connection.
class VirtualUserBuffer {
public:
  /// @param connections  that each user may have open at a time
  VirtualUserBuffer(engine::Simulation& simulation, std::uint32_t connections)
      : simulation_(simulation), connections_(connections)
  {
  }

  /// A new user, which is the caller's until it is given back.
  VirtualUser& initialise();
  /// A new user that counts in no gauge: for setup.
  VirtualUser& initialise_unseen();
  /// The one that has been free longest. There must be one: plans say beforehand how many a test needs.
  VirtualUser& take();
  void give_back(VirtualUser& user);

  /// That each user may have open at a time.
  std::uint32_t connections() const { return connections_; }
  /// k6's vus_max.
  std::uint32_t initialised() const { return initialised_; }

private:
  engine::Simulation& simulation_;
  std::uint32_t connections_;
  std::deque<VirtualUser> users_;
  VirtualUserLine free_;
  std::uint32_t initialised_ = 0;
};

} // namespace onsale::k6
