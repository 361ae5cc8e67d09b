/**
 * The two protocols as two tables: everything in which they differ on the wire, so that one client serves both.
 * Numbers in comments are sections of the vendor's documents or rule ids of the project.
 */

/** How a protocol writes its envelope. */
export interface Protocol {
  readonly name: 'lianyintong' | 'depository';
  readonly gatewayPath: string;
  readonly servicePath: string;
  /** Form field, and response header, that carries the signature. */
  readonly signatureField: 'sign' | 'signature';
  readonly signatureEncoding: 'base64' | 'hex';
  /** Whether requests and notices name the key they were signed with (LW-3). */
  readonly keySerials: boolean;
  /** Whether reqData must carry `timestamp` (DW-2). */
  readonly timestamps: boolean;
  readonly codeField: 'code' | 'respCode';
  readonly messageField: 'description' | 'respMsg';
  readonly successCode: string;
  /** Codes after which nobody knows yet whether the order was done (G-11). */
  readonly unknownCodes: readonly string[];
  /** What a receiver of notices answers when it has taken one (LW-9, DW-5). */
  readonly acknowledgement: 'SUCCESS' | 'OK';
}

/** 联银通 API V1.00, sections 1.1 to 1.5. */
export const LIANYINTONG: Protocol = {
  name: 'lianyintong',
  gatewayPath: '/lanmaotech/gateway',
  servicePath: '/lanmaotech/service',
  signatureField: 'sign',
  signatureEncoding: 'base64',
  keySerials: true,
  timestamps: false,
  codeField: 'code',
  messageField: 'description',
  successCode: '0',
  unknownCodes: ['100001', '100020'],
  acknowledgement: 'SUCCESS',
};

/** 银行存管系统接口说明, opening sections. */
export const DEPOSITORY: Protocol = {
  name: 'depository',
  gatewayPath: '/gateway',
  servicePath: '/service',
  signatureField: 'signature',
  signatureEncoding: 'hex',
  keySerials: false,
  timestamps: true,
  codeField: 'respCode',
  messageField: 'respMsg',
  successCode: '00000',
  unknownCodes: ['00001'],
  acknowledgement: 'OK',
};
