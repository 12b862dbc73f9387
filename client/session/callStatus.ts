/** Where a call is between stepping in and its end. */
export type CallStatus = 'joining' | 'here' | 'reconnecting' | 'ended';

/** Why a call ended. */
export type EndReason = 'left' | 'closed' | 'over' | 'replaced' | 'removed' | 'moved' | 'refused';
