import { Refusal } from "../../../core/refusal.ts";
import {
  answerCardChange,
  changeMandate,
  mandates,
  proposeMandate,
  terminateMandate,
} from "../../../core/wallet/index.ts";
import { readAllowed } from "../asked.ts";
import { openMerchant } from "../merchants.ts";
import { operation } from "../operation.ts";
import { readResult } from "../result.ts";
import {
  CreateAgreementRequest,
  CreateAgreementResponse,
  GetAgreementResponse,
  UpdateAgreementRequest,
} from "../schemas/agreements.ts";
import { ResultRequest } from "../schemas/results.ts";
import type { AgreementTold } from "../told.ts";
import { agreementJson } from "../wire.ts";
import { prefixes } from "./prefixes.ts";

const path = `${prefixes.main}/api/v3/recurring` as const;

export const agreements = [
  operation({
    name: "Create agreement",
    method: "POST",
    path,
    body: CreateAgreementRequest,
    answer: CreateAgreementResponse,
    async run({ house, body, merchantId }) {
      const { store } = await openMerchant(house, { id: body.merchantId, merchantId });
      const { externalAgreementId: reference, selfServiceUrl, ...told } = body;
      const terms: AgreementTold = {
        ...told,
        selfServiceUrl: selfServiceUrl ?? null,
        allowedCardTypes: null,
      };
      const { id } = await house.write(async (tx) => proposeMandate(tx, { store, reference, terms }));
      return { recurringAgreementId: id };
    },
  }),
  operation({
    name: "Get agreement",
    method: "GET",
    path: `${path}/:agreementId`,
    answer: GetAgreementResponse,
    async run({ house, ids, merchantId }) {
      const mandate = await house.reader.find(mandates, { id: ids.agreementId });
      if (mandate?.merchantId !== merchantId) throw new Refusal("mandate_not_found");
      return agreementJson(mandate);
    },
  }),
  operation({
    name: "Update agreement",
    method: "PATCH",
    path: `${path}/:recurringAgreementId`,
    body: UpdateAgreementRequest,
    status: 204,
    async run({ house, ids, body, merchantId }) {
      const { allowedCardTypes, ...told } = body;
      const terms = {
        ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
        ...(allowedCardTypes && { allowedCardTypes: readAllowed(allowedCardTypes) }),
      };
      await house.write((tx) => changeMandate(tx, { id: ids.recurringAgreementId, merchantId, terms }));
    },
  }),
  operation({
    name: "Terminate agreement",
    method: "DELETE",
    path,
    query: ["agreementId"],
    async run({ house, ids, merchantId }) {
      await house.write((tx) => terminateMandate(tx, { id: ids.agreementId, merchantId }));
    },
  }),
  operation({
    name: "Confirm or reject card update",
    method: "PATCH",
    path: `${path}/:agreementId/card/:paymentId`,
    body: ResultRequest,
    status: 204,
    async run({ house, ids, body, merchantId }) {
      const { agreementId: mandateId, paymentId: attemptId } = ids;
      await house.write((tx) =>
        answerCardChange(tx, { mandateId, attemptId, merchantId, ...readResult(body) }),
      );
    },
  }),
];
