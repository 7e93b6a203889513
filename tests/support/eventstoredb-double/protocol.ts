// The client package's own protocol definitions, as the wire double (not a real server) uses them. CommonJS without names to import by.
import serverFeaturesRpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import serverFeatures from '@eventstore/db-client/generated/serverfeatures_pb.js';
import gossipRpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import rpcStatus from '@eventstore/db-client/generated/status_pb.js';
import streamsRpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';

export const protocol = { serverFeaturesRpc, serverFeatures, gossipRpc, gossip, shared, rpcStatus, streamsRpc, streams };

export type ReadRequest = InstanceType<typeof streams.ReadReq>;
export type ReadResponse = InstanceType<typeof streams.ReadResp>;
export type AppendRequest = InstanceType<typeof streams.AppendReq>;
export type AppendResponse = InstanceType<typeof streams.AppendResp>;
export type BatchAppendRequest = InstanceType<typeof streams.BatchAppendReq>;
export type BatchAppendResponse = InstanceType<typeof streams.BatchAppendResp>;
